using System.Text;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>
/// Makes a line of a message that may repeat what a peer sent: a hostile one could fill the screen or steer the terminal.
/// </summary>
internal static class PeerText
{
    private const int MaximumLength = 300;

    public static string Clean(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaximumLength + 1));
        foreach (char c in text)
        {
            if (line.Length == MaximumLength)
                return line.Append('…').ToString();
            line.Append(char.IsControl(c) ? ' ' : c);
        }

        return line.ToString();
    }
}
