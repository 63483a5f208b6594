using System.Text;
using AliyunIotWs.Credentials;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Signs with a secret whose bytes are wiped afterwards.</summary>
internal static class SecretSigner
{
    public static IotMqttCredential Sign(in CredentialRequest request, IotSecret secret)
    {
        using var key = new RevealedSecret(secret);
        return CredentialFactory.Create(request, key.Bytes);
    }

    /// <summary>The signature of a sub-device, which its gateway passes on.</summary>
    public static string Sign(
        IotSignMethod method, IotSecret secret, string clientId, string deviceName, string productKey, string timestamp)
    {
        using var key = new RevealedSecret(secret);
        return CredentialSigner.Sign(method, key.Bytes, clientId, deviceName, productKey, timestamp);
    }

    /// <summary>The signature of a device that registers, with the secret of its product.</summary>
    public static string SignRegistration(
        IotSignMethod method, IotSecret productSecret, string deviceName, string productKey, string random)
    {
        using var key = new RevealedSecret(productSecret);
        DeviceIdentity.Validate(productKey, deviceName, key.Bytes, "ProductSecret");
        return CredentialSigner.Hash(
            method, key.Bytes, Encoding.UTF8.GetBytes($"deviceName{deviceName}productKey{productKey}random{random}"));
    }
}
