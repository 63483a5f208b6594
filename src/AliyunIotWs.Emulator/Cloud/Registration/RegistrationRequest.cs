namespace AliyunIotWs.Emulator.Cloud.Registration;

/// <summary>What a device sends to get its secret, whichever way it comes.</summary>
/// <param name="ProductKey">Key of its product.</param>
/// <param name="DeviceName">Its name.</param>
/// <param name="Random">Any text, which is signed with the names.</param>
/// <param name="SignMethod">As it was sent.</param>
/// <param name="Signature">Made with the product secret. The text form of this type does not show it.</param>
internal sealed record RegistrationRequest(
    string ProductKey, string DeviceName, string Random, string SignMethod, string Signature)
{
    /// <summary>
    /// The client id of a machine that comes without pre-registration, and gets a token instead of a secret; null for a
    /// device that the console knows.
    /// </summary>
    public string? Machine { get; init; }

    public override string ToString() => $"{nameof(RegistrationRequest)} {ProductKey}/{DeviceName}";
}
