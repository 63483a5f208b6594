using System.Globalization;
using AliyunIotWs.Credentials;

namespace AliyunIotWs.Session;

/// <summary>Finds what the platform refuses a CONNECT for with the code of a bad client id.</summary>
internal static class ClientIdFault
{
    private const int LeastKeepAlive = 30;
    private const int MostKeepAlive = 1200;

    /// <summary>The fault in words and what to do; null where none is seen from here.</summary>
    public static (string Fault, string Remedy)? Find(ConnectionSettings settings)
    {
        if (IsOtherTransport(settings))
        {
            return (
                $"it was signed for another transport than {settings.Endpoint.Scheme} (secure mode 2 is wss, 3 is ws)",
                $"Sign it with New-IotMqttCredential -Transport {settings.Endpoint.Scheme}.");
        }

        if (settings.Endpoint.Scheme == "ws" && MqttExtension.Find(settings.MqttClientId, "authType") is not null)
        {
            return (
                "tokens and registrations are taken over wss only",
                "Give an endpoint that begins with wss://.");
        }

        if (settings.KeepAliveSeconds is < LeastKeepAlive or > MostKeepAlive)
        {
            return (
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the keep-alive is {settings.KeepAliveSeconds} s, and the platform takes {LeastKeepAlive} to "
                    + $"{MostKeepAlive}"),
                "Connect with a -KeepAliveSeconds in that range; 300 or more is advised.");
        }

        return null;
    }

    /// <summary>The secure mode does not fit the scheme; those of tokens and registration fit both.</summary>
    public static bool IsOtherTransport(ConnectionSettings settings) =>
        MqttExtension.Find(settings.MqttClientId, "securemode") switch
        {
            "2" => settings.Endpoint.Scheme != "wss",
            "3" => settings.Endpoint.Scheme != "ws",
            _ => false,
        };
}
