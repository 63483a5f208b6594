using System.Net;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Cloud.Registration;

/// <summary>
/// Registration over HTTPS (page "Device identity registration"): a form to post, answered in JSON. The HTTP status is 200
/// whatever the code is, since the platform's SDKs read the code from the body (likely).
/// </summary>
internal sealed class RegistrationForm(RegistrationDesk desk, EmulatorEventLog events)
{
    /// <summary>Where it is posted to.</summary>
    public const string Path = "/auth/register/device";

    private static readonly string[] s_fields = ["productKey", "deviceName", "random", "sign", "signMethod"];

    /// <summary>Answers a form.</summary>
    /// <param name="form">As application/x-www-form-urlencoded.</param>
    public byte[] Answer(string form)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                fields[pair[..equals]] = WebUtility.UrlDecode(pair[(equals + 1)..]);
        }

        string[] missing = [.. s_fields.Where(name => string.IsNullOrEmpty(fields.GetValueOrDefault(name)))];
        if (missing.Length > 0)
        {
            return Refuse(null, RegistrationVerdict.Refuse(
                AlinkCode.BadParameter, "request parameter error", $"{string.Join(", ", missing)} missing in the form"));
        }

        var request = new RegistrationRequest(
            fields["productKey"], fields["deviceName"], fields["random"], fields["signMethod"], fields["sign"]);
        var verdict = desk.Judge(request);
        if (verdict.Code != AlinkCode.Success)
            return Refuse(request, verdict);
        string secret = desk.IssueSecret(request.ProductKey, request.DeviceName, "over HTTPS");
        return CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", AlinkCode.Success);
            json.WriteStartObject("data");
            json.WriteString("productKey", request.ProductKey);
            json.WriteString("deviceName", request.DeviceName);
            json.WriteString("deviceSecret", secret);
            json.WriteEndObject();
            json.WriteString("message", "success");
            json.WriteEndObject();
        });
    }

    private byte[] Refuse(RegistrationRequest? request, RegistrationVerdict verdict)
    {
        events.Add(
            EmulatorEventCode.RequestRejected,
            $"{Path} was answered with {verdict.Reason}",
            request is null ? null : new EmulatorDevice(request.ProductKey, request.DeviceName));
        return CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", verdict.Code);
            json.WriteString("message", verdict.Message);
            json.WriteEndObject();
        });
    }
}
