namespace AliyunIotWs.Emulator.Authentication;

/// <summary>The user name of a CONNECT: <c>deviceName&amp;productKey</c>.</summary>
internal readonly record struct UserName(string DeviceName, string ProductKey)
{
    /// <summary>Takes a user name apart; null, and the fault in words, where it is none.</summary>
    public static UserName? Parse(string? text, out string fault)
    {
        fault = string.Empty;
        int separator = text?.LastIndexOf('&') ?? -1;
        if (separator > 0 && separator < text!.Length - 1)
            return new(text[..separator], text[(separator + 1)..]);
        fault = string.IsNullOrEmpty(text)
            ? "user name: it is missing, expected deviceName&productKey"
            : "user name: it is not deviceName&productKey";
        return null;
    }
}
