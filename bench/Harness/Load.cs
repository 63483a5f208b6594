using System.Globalization;
using System.Text;

namespace Bench.Harness;

/// <summary>The messages: 100 bytes each, no two alike.</summary>
internal sealed class Load
{
    public const string Topic = "bench/load";

    private const int Size = 100;

    private Load(int count)
    {
        Lines = [.. Enumerable.Range(0, count).Select(Text)];
        Payloads = [.. Lines.Select(l => Encoding.ASCII.GetBytes((string)l))];
    }

    /// <summary>As text, for those who read lines.</summary>
    public object[] Lines { get; }

    /// <summary>As bytes, for those who take bytes.</summary>
    public object[] Payloads { get; }

    public int Count => Lines.Length;

    public static Load Create(int count) => new(count);

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(Size, 'x');
}
