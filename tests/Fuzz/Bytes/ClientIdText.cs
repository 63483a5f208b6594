using System.Text;

namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>MQTT client ids by the platform's grammar, <c>clientId|key=value,key=value|</c>, and beside it.</summary>
internal static class ClientIdText
{
    private const string Marks = "|,=& \0\u00FC\uFFFD#+/\"'\n";

    private static readonly string[] s_ids =
    [
        "12345", "pk.device", "a", "\u00FC\U0001F600", new('i', 64), new('i', 65), "", " ", "a=b", "a,b",
        "12345timestamp",
    ];

    private static readonly string[] s_methods =
        ["hmacmd5", "hmacsha1", "hmacsha256", "HmacSha256", "hmac", "", "sha256"];

    private static readonly string[] s_stamps = ["789", "0", "2524608000000", "", "-1", "\u0661", "1e3", new('9', 300)];

    private static readonly string[] s_surplus =
        ["_ss=1", "lan=JS|x", "authType=register", "ext=1,", "=", "x", "timestamp=790"];

    /// <summary>What goes into a client id: id, method and timestamp, null where it has none.</summary>
    public static (string Id, string? Method, string? Timestamp) Parts(FuzzCase fuzz) => (
        fuzz.OneIn(3) ? fuzz.Pick(s_ids) : s_ids[0],
        fuzz.OneIn(4) ? null : fuzz.OneIn(3) ? fuzz.Pick(s_methods) : s_methods[2],
        fuzz.OneIn(4) ? null : fuzz.OneIn(3) ? fuzz.Pick(s_stamps) : s_stamps[0]);

    public static string Of(FuzzCase fuzz, (string Id, string? Method, string? Timestamp) parts)
    {
        List<string> pairs = [fuzz.OneIn(10) ? "securemode=2" : "securemode=3"];
        if (parts.Method is { } method)
            pairs.Add($"signmethod={method}");
        if (parts.Timestamp is { } timestamp)
            pairs.Add($"timestamp={timestamp}");
        if (fuzz.OneIn(4))
            pairs.Add(fuzz.Pick(s_surplus));
        string[] inOrder = [.. pairs];
        fuzz.Random.Shuffle(inOrder);
        string text = $"{parts.Id}|{string.Join(',', inOrder)}|";
        return fuzz.OneIn(2) ? text : Damage(fuzz, text);
    }

    private static string Damage(FuzzCase fuzz, string text)
    {
        var damaged = new StringBuilder(text);
        for (int left = 1 + fuzz.Random.Next(3); left > 0 && damaged.Length > 0; left--)
        {
            int at = fuzz.Random.Next(damaged.Length);
            switch (fuzz.Random.Next(5))
            {
                case 0:
                    damaged.Remove(at, fuzz.Random.Next(1, Math.Min(8, damaged.Length - at) + 1));
                    break;
                case 1:
                    damaged[at] = Marks[fuzz.Random.Next(Marks.Length)];
                    break;
                case 2:
                    damaged.Insert(at, Marks[fuzz.Random.Next(Marks.Length)]);
                    break;
                case 3:
                    damaged.Insert(at, damaged.ToString(at, Math.Min(20, damaged.Length - at)));
                    break;
                default:
                    damaged.Insert(at, fuzz.OneIn(20) ? new string((char)('!' + fuzz.Random.Next(90)), 60_000) : "||");
                    break;
            }
        }

        return damaged.ToString();
    }
}
