namespace Bench.Sinks;

internal interface IPacketHandler
{
    /// <summary>A PUBLISH has arrived to its last byte.</summary>
    void OnPublish();

    /// <summary>The PUBLISH that is being read wants a PUBACK.</summary>
    void OnAcknowledgeable(ushort packetId);

    /// <summary>Any other packet; the id is that of SUBSCRIBE and UNSUBSCRIBE.</summary>
    void OnControl(int type, ushort packetId);
}
