using System.Xml;

namespace AliyunIotWs.Emulator.Judging.Reporting;

/// <summary>Makes text fit for a page: characters that XML does not have become a question mark in a box.</summary>
internal static class SafeText
{
    private const char Substitute = '\uFFFD';

    public static string Of(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
            return text;
        char[] safe = text.ToCharArray();
        for (int i = 0; i < safe.Length; i++)
        {
            bool isPair = i + 1 < safe.Length && XmlConvert.IsXmlSurrogatePair(safe[i + 1], safe[i]);
            if (isPair)
                i++;
            else if (!XmlConvert.IsXmlChar(safe[i]))
                safe[i] = Substitute;
        }

        return new string(safe);
    }
}
