using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>A secret in whatever form it is given. It shows itself to nobody.</summary>
internal sealed class IotSecret
{
    private const int LongestSecureString = 65_536;

    private readonly string _value;

    private IotSecret(string value) => _value = value;

    /// <summary>
    /// The secret that an argument holds: text, a SecureString, the password of a PSCredential, or bytes of UTF-8, as
    /// Get-Secret emits them. Null where it can not be one.
    /// </summary>
    public static IotSecret? From(object? argument) => argument switch
    {
        PSObject wrapped when wrapped.BaseObject != wrapped => From(wrapped.BaseObject),
        IotSecret secret => secret,
        string text => new IotSecret(text),
        SecureString secure => new IotSecret(new NetworkCredential(string.Empty, secure).Password),
        PSCredential credential => From(credential.Password),
        byte[] bytes => new IotSecret(Encoding.UTF8.GetString(bytes)),
        null => new IotSecret(string.Empty),
        _ => null,
    };

    public string Reveal() => _value;

    // A SecureString holds one character more than any packet may: what is cut off here is refused as too long there.
    public SecureString Secure() =>
        new NetworkCredential(string.Empty, _value[..Math.Min(_value.Length, LongestSecureString)]).SecurePassword;

    public int ByteCount => Encoding.UTF8.GetByteCount(_value);

    public int CopyTo(Span<byte> bytes) => Encoding.UTF8.GetBytes(_value, bytes);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "********";
}
