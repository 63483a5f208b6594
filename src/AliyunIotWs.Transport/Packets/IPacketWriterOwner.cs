using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Transport.Packets;

/// <summary>Hears from a <see cref="PacketWriter"/> what became of what was queued.</summary>
internal interface IPacketWriterOwner
{
    /// <summary>Bytes have left, and whether that is a sign of life (see <c>IMqttLink.LastHeadway</c>).</summary>
    void Progressed(bool headway);

    void Written(IReadOnlyList<OutboundMessage> messages);

    void Drained();

    void WriteFailed(Exception cause, IReadOnlyList<OutboundMessage>? unwritten);
}
