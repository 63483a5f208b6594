namespace Bench.Rows;

/// <summary>The same beside an MQTTnet that has been told to write each packet as one frame.</summary>
internal sealed class RoundTripUnfragmentedRow : RoundTripRow
{
    public override string Name => "Round trip of a lone message, unfragmented peer";

    public override string Peer => "MQTTnet, unfragmented, awaited";

    protected override bool Fragments => false;

    protected override double? Target => null;
}
