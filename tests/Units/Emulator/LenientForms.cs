namespace AliyunIotWs.Units.Emulator;

/// <summary>Signatures with the key <c>secret</c> (HMAC-SHA256) that leave the client id out.</summary>
internal static class LenientForms
{
    // deviceNamedeviceproductKeypktimestamp789
    public const string WithoutClientId = "df9f81c119373aab3e594e85db97c1d4aadacf4e8f345792bc4ab7eb50c4165d";

    // deviceNamedeviceproductKeypk
    public const string NamesOnly = "4e4fa898ea37565cb40779e7e48196c21a58565cf6c84eeffcd400c63633e7c8";
}
