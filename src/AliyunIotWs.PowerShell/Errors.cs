using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell;

/// <summary>
/// Makes every error record of the module: id, category and remedy stand here and nowhere else. PowerShell shows the
/// recommended action below the message.
/// </summary>
internal static class Errors
{
    public static ErrorRecord Record(IotException error, object? target)
    {
        var record = new ErrorRecord(error, error.Id.ToString(), Category(error.Id), target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Remedy },
        };
        // A view shows it; the target itself, which may be a topic that a peer has named, stays as it is.
        record.CategoryInfo.TargetName = IotText.Show(record.CategoryInfo.TargetName);
        return record;
    }

    private static ErrorCategory Category(IotErrorId id) => id switch
    {
        IotErrorId.InvalidProductKey or IotErrorId.InvalidDeviceName or IotErrorId.InvalidClientId
            or IotErrorId.InvalidDeviceSecret or IotErrorId.InvalidCredential or IotErrorId.InvalidTopic or IotErrorId.InvalidPayload
            or IotErrorId.ConnectionAmbiguous or IotErrorId.EmulatorAmbiguous or IotErrorId.InvalidEndpoint or IotErrorId.InvalidCertificate
            or IotErrorId.ClientIdRejected or IotErrorId.InvalidFault or IotErrorId.InvalidMethod
            or IotErrorId.InvalidHeader or IotErrorId.InvalidState or IotErrorId.InvalidJudgeFile => ErrorCategory.InvalidArgument,
        IotErrorId.AuthenticationRejected or IotErrorId.RegistrationRejected => ErrorCategory.AuthenticationError,
        IotErrorId.NotAuthorized or IotErrorId.SubscriptionRejected => ErrorCategory.PermissionDenied,
        IotErrorId.CertificateRejected => ErrorCategory.SecurityError,
        IotErrorId.ConnectFailed or IotErrorId.ConnectionLost => ErrorCategory.ConnectionError,
        IotErrorId.ProtocolRejected => ErrorCategory.ProtocolError,
        IotErrorId.ServerUnavailable or IotErrorId.NotConnected => ErrorCategory.ResourceUnavailable,
        IotErrorId.ConnectTimeout or IotErrorId.PublishTimeout or IotErrorId.ReceiveTimeout
            or IotErrorId.SubscribeTimeout or IotErrorId.RequestTimeout => ErrorCategory.OperationTimeout,
        IotErrorId.ConnectionNotFound or IotErrorId.TraceNotFound or IotErrorId.EmulatorNotFound
            or IotErrorId.EmulatorDeviceNotFound => ErrorCategory.ObjectNotFound,
        IotErrorId.RequestRejected => ErrorCategory.InvalidOperation,
        IotErrorId.ConnectionTakenOver => ErrorCategory.ResourceBusy,
        IotErrorId.EmulatorStartFailed => ErrorCategory.OpenError,
        IotErrorId.ModuleAlreadyLoaded or IotErrorId.NameTaken => ErrorCategory.ResourceExists,
        _ => ErrorCategory.NotSpecified,
    };
}
