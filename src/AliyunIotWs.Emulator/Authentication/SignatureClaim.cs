namespace AliyunIotWs.Emulator.Authentication;

/// <summary>
/// A signature that somebody has sent, with what it ought to be. Where it does not fit, the reason is found by trying the
/// mistakes that are made in practice; its words name forms and methods only, never a key or a signature.
/// </summary>
/// <param name="KeyName">What the key is, such as <c>device secret</c>.</param>
/// <param name="Key">Key of the signature.</param>
/// <param name="Covers">In words, what is signed.</param>
/// <param name="Content">What is signed.</param>
/// <param name="Method">That was announced, or stands for none.</param>
/// <param name="Given">The signature that came.</param>
internal sealed record SignatureClaim(
    string KeyName, string Key, string Covers, string Content, SignMethod Method, string Given)
{
    /// <summary>False where no method was announced.</summary>
    public bool MethodIsNamed { get; init; } = true;

    /// <summary>Other things that may have been signed by mistake, each with its words.</summary>
    public IReadOnlyList<(string Content, string Mistake)> OtherContents { get; init; } = [];

    /// <summary>Other keys that may have been taken by mistake, each with its words.</summary>
    public IReadOnlyList<(string Key, string Mistake)> OtherKeys { get; init; } = [];

    public bool IsRight => Method.Verify(Key, Content, Given);

    /// <summary>Says what is wrong with a signature that does not fit.</summary>
    public string Explain()
    {
        if (Given.Length == 0)
            return "signature: the password is empty";
        string main = $"signature: HMAC-{Method.Name[4..].ToUpperInvariant()} over {Covers} does not match";
        if (FindMistake() is { } mistake)
            return main + mistake;
        if (Given.Length == Method.HexDigits - 1 && Method.Verify(Key, Content, "0" + Given))
            return main + $"; its leading zero is missing: write all {Method.HexDigits} digits";
        if (Given.Length != Method.HexDigits)
            return main + $"; it has {Given.Length} characters instead of {Method.HexDigits} hexadecimal digits";
        return main + $"; the {KeyName} is another one, or other values were signed";
    }

    private string? FindMistake()
    {
        foreach (var (key, keyMistake) in OtherKeys.Prepend((Key, string.Empty)))
        {
            foreach (var (content, mistake) in OtherContents.Prepend((Content, string.Empty)))
            {
                if (SignMethod.All.FirstOrDefault(one => one.Verify(key, content, Given)) is { } method)
                    return MistakeOf(method) + keyMistake + mistake;
            }
        }

        return null;
    }

    private string MistakeOf(SignMethod method) =>
        method == Method ? string.Empty
        : MethodIsNamed ? $"; it is made with {method.Name}, but signmethod says {Method.Name}: let both be the same"
        : $"; it is made with {method.Name}, and without signmethod hmacmd5 is expected";
}
