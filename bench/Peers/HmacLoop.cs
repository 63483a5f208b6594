using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Peers;

/// <summary>
/// No more than the signature and the three strings of the CONNECT packet for each device: its product, its name and its
/// secret.
/// </summary>
public static class HmacLoop
{
    public static (string ClientId, string Username, string Password)[] Sign(
        IReadOnlyList<string[]> devices, long time)
    {
        var made = new (string, string, string)[devices.Count];
        string timestamp = time.ToString(CultureInfo.InvariantCulture);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (int i = 0; i < made.Length; i++)
        {
            (string product, string device, string secret) = (devices[i][0], devices[i][1], devices[i][2]);
            string id = $"{product}.{device}";
            string content = $"clientId{id}deviceName{device}productKey{product}timestamp{timestamp}";
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content), hash);
            made[i] = (
                $"{id}|securemode=2,signmethod=hmacsha256,timestamp={timestamp}|",
                $"{device}&{product}",
                Convert.ToHexString(hash).ToLowerInvariant());
        }

        return made;
    }
}
