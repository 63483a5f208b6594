using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text;

namespace AliyunIotWs;

/// <summary>
/// A secret as a parameter takes it: from a string or a SecureString. It shows itself to nobody.
/// </summary>
public sealed class IotSecret
{
    private readonly string _value;

    /// <summary>Takes a plain string, for instance a column of a CSV file.</summary>
    public IotSecret(string value) => _value = value ?? string.Empty;

    /// <summary>Takes a SecureString, for instance from <c>Read-Host -AsSecureString</c>.</summary>
    public IotSecret(SecureString value) => _value = new NetworkCredential(string.Empty, value).Password;

    /// <summary>The secret that an argument holds, or null where it can not be one.</summary>
    internal static IotSecret? From(object? argument) => argument switch
    {
        PSObject wrapped when wrapped.BaseObject != wrapped => From(wrapped.BaseObject),
        IotSecret secret => secret,
        string text => new IotSecret(text),
        SecureString secure => new IotSecret(secure),
        null => new IotSecret(string.Empty),
        _ => null,
    };

    internal string Reveal() => _value;

    internal int ByteCount => Encoding.UTF8.GetByteCount(_value);

    internal int CopyTo(Span<byte> bytes) => Encoding.UTF8.GetBytes(_value, bytes);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "********";
}
