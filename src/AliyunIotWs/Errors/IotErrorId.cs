namespace AliyunIotWs.Errors;

/// <summary>The stable facts that a script can tell apart by <c>FullyQualifiedErrorId</c>.</summary>
internal enum IotErrorId
{
    InvalidProductKey,
    InvalidDeviceName,
    InvalidClientId,
    InvalidDeviceSecret,
    InvalidTopic,
    InvalidPayload,
    InvalidEndpoint,
    InvalidCertificate,
    AuthenticationRejected,
    NotAuthorized,
    SubscriptionRejected,
    ClientIdRejected,
    ProtocolRejected,
    ServerUnavailable,
    CertificateRejected,
    ConnectFailed,
    ConnectionLost,
    ConnectTimeout,
    PublishTimeout,
    ReceiveTimeout,
    SubscribeTimeout,
    NotConnected,
    ConnectionNotFound,
    ConnectionTakenOver,
    EmulatorStartFailed,
    EmulatorNotFound,
    EmulatorDeviceNotFound,
    InvalidFault,
}
