using System.Globalization;
using System.Text;

namespace Bench.Harness;

/// <summary>The messages: 100 bytes each, no two alike.</summary>
public static class Load
{
    public const string Topic = "bench/load";

    public const int Size = 100;

    /// <summary>
    /// So many messages lie ahead of a receiver that a sink feeds, and what it has taken, a slice at a time, is granted again:
    /// no more than a subscription buffers, so that the figure is the rate of the receiver and nothing is dropped.
    /// </summary>
    public const int Ahead = 20_000;

    public const int Slice = 5_000;

    public static string[] Lines(int count) => [.. Enumerable.Range(0, count).Select(Text)];

    public static object[] Payloads(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes(Text(i)))];

    public static byte[] Payload(int size) => [.. Enumerable.Repeat((byte)'x', size)];

    /// <summary>A post of a property in the Alink protocol.</summary>
    public static string Request(int id) =>
        $$$"""{"id":"{{{id}}}","version":"1.0","params":{"Power":{{{id}}}},"method":"thing.event.property.post"}""";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(Size, 'x');
}
