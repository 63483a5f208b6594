namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>Codes of the platform's replies, from its pages on the Alink protocol and on device error codes.</summary>
internal static class AlinkCode
{
    public const int Success = 200;

    /// <summary>Nothing in it, or parameters of the wrong form.</summary>
    public const int BadParameter = 460;

    /// <summary>A sub-device's signature does not fit, when it is added to a topology.</summary>
    public const int BadSignature = 401;

    /// <summary>The device has connected elsewhere.</summary>
    public const int ConnectedElsewhere = 427;

    /// <summary>Too many sub-devices of a gateway are online.</summary>
    public const int TooManyOnline = 428;

    public const int TooManyRequests = 429;

    public const int SystemError = 500;

    /// <summary>The sub-device is not online over this gateway.</summary>
    public const int NoSession = 520;

    public const int DeviceDeleted = 521;

    public const int DeviceDisabled = 522;

    /// <summary>The device that the request names is not known.</summary>
    public const int DeviceNotFound = 6100;

    /// <summary>More than 200 identifiers in a list.</summary>
    public const int ListTooLong = 6104;

    /// <summary>More than 200 properties.</summary>
    public const int TooManyProperties = 6106;

    public const int NotJson = 6207;

    public const int ProductNotFound = 6250;

    /// <summary>A device name has a length or a character that none may have.</summary>
    public const int BadDeviceName = 6280;

    /// <summary>The product's switch for dynamic registration is off.</summary>
    public const int RegistrationIsOff = 6288;

    /// <summary>The device has been connected, so that its secret is not given out again.</summary>
    public const int AlreadyActive = 6289;

    /// <summary>None of the platform's sign methods.</summary>
    public const int UnknownSignMethod = 6292;

    /// <summary>The time of a value is no number of milliseconds.</summary>
    public const int BadTime = 6326;

    public const int TooManyEvents = 6356;

    public const int TooManySubDevices = 6357;

    /// <summary>A sub-device's signature does not fit, when it logs in.</summary>
    public const int BadLoginSignature = 6287;

    /// <summary>A gateway has as many sub-devices as it may.</summary>
    public const int TopologyIsFull = 6400;

    /// <summary>The named device is no sub-device of this one.</summary>
    public const int NotInTopology = 6401;

    /// <summary>A device is no sub-device of its own.</summary>
    public const int OwnSubDevice = 6402;

    /// <summary>The sub-device belongs to another gateway.</summary>
    public const int OtherGateway = 6619;

    /// <summary>The product has no thing model whose properties could be given out.</summary>
    public const int NoThingModel = 5159;

    /// <summary>A signature with the product secret does not fit.</summary>
    public const int RegistrationSignature = 6600;

    public const int NoConfiguration = 6710;

    /// <summary>The getType of a request for the log configuration is not known.</summary>
    public const int BadGetType = 6717;

    /// <summary>The configScope of a request for the log configuration is not known.</summary>
    public const int BadConfigScope = 6718;

    /// <summary>The product has no script that turns its bytes into JSON.</summary>
    public const int NoScript = 26001;
}
