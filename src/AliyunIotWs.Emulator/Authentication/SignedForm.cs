using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>
/// Which of the submitted values a signature covers, in the alphabetical order that the platform asks for.
/// </summary>
/// <param name="WithClientId">clientId is among them.</param>
/// <param name="WithTimestamp">timestamp is among them.</param>
internal readonly record struct SignedForm(bool WithClientId, bool WithTimestamp)
{
    /// <summary>The forms that are accepted for what was submitted, the platform's documented one first.</summary>
    public static SignedForm[] Accepted(bool timestampGiven, bool lenient) => (lenient, timestampGiven) switch
    {
        (false, _) => [new(true, timestampGiven)],
        (true, false) => [new(true, false), new(false, false)],
        (true, true) => [new(true, true), new(false, false), new(false, true)],
    };

    /// <summary>The text that is signed: each name followed by its value, nothing in between.</summary>
    public string Content(string clientId, EmulatorDevice device, string? timestamp) =>
        (WithClientId ? "clientId" : "") + (WithClientId ? clientId : "")
        + "deviceName" + device.DeviceName + "productKey" + device.ProductKey
        + (WithTimestamp ? "timestamp" : "") + (WithTimestamp ? timestamp : "");

    public override string ToString() =>
        (WithClientId ? "clientId, " : "") + "deviceName, productKey" + (WithTimestamp ? ", timestamp" : "");
}
