namespace Bench.Sinks;

/// <summary>What a <see cref="PacketParser"/> reads next.</summary>
internal enum PacketPart
{
    Header,
    Length,
    NumberHigh,
    NumberLow,
    Rest,
    Body,
}
