using Bench.Harness;

namespace Bench.Rows;

/// <summary>As from a sender that puts many messages into a frame; shown only.</summary>
internal sealed class ReceiveQos0DenseRow : ReceiveQos0Row
{
    public override string Name => "Receive QoS 0 as objects, 50 in a frame";

    public override IReadOnlyList<Figure> Figures => [Figure.Rate(null)];

    protected override int PerFrame => 50;
}
