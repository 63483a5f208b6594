using System.Text;
using System.Text.RegularExpressions;

namespace AliyunIotWs.Recording;

/// <summary>A payload as a trace keeps it: text, without what admits a device, or bytes.</summary>
internal static partial class RecordedPayload
{
    private const string Hidden = "********";

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public static (string? Text, string? Base64) Of(ReadOnlySpan<byte> payload)
    {
        try
        {
            return (Secret().Replace(s_strict.GetString(payload), "${begin}" + Hidden + "\""), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Convert.ToBase64String(payload));
        }
        catch (RegexMatchTimeoutException)
        {
            // What can not be looked through is not kept.
            return (null, null);
        }
    }

    // A registration's answer, a sub-device's login, and what firmware of the Living platform is given.
    // Names are bounded, so that no payload takes more than its length.
    [GeneratedRegex(
        @"(?<begin>""(\w{0,40}(secret|token|password)|sign)""\s*:\s*"")([^""\\]|\\.)*""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
