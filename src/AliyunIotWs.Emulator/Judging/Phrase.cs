namespace AliyunIotWs.Emulator.Judging;

/// <summary>A sentence in both languages. It never holds a secret, a password or a signature.</summary>
/// <param name="English">In plain English.</param>
/// <param name="Chinese">As an engineer writes it, with the platform's own terms.</param>
internal sealed record Phrase(string English, string Chinese)
{
    /// <summary>Fills values in, numbers with a point whatever the machine's culture is.</summary>
    public static Phrase Of(FormattableString english, FormattableString chinese) =>
        new(FormattableString.Invariant(english), FormattableString.Invariant(chinese));

    /// <summary>Words that are the same in both, such as a list of topics.</summary>
    public static Phrase Same(string words) => new(words, words);

    public string In(Language language) => language == Language.Chinese ? Chinese : English;

    public override string ToString() => English;
}
