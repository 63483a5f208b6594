using System.Net.WebSockets;
using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Transport.Dialing;
using AliyunIotWs.Transport.Links;
using AliyunIotWs.Transport.Packets;
using CsCheck;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Wire;

/// <summary>Reader and writer beside MQTTnet's formatter, both ways, over packets that a machine thinks of.</summary>
public sealed class PacketPropertyTests
{
    private const int Cases = 2000;

    [Fact]
    public async Task What_the_formatter_writes_is_read_as_it_was_meant_however_it_is_cut() => await Gen.Select(
        WireGen.FromBroker.List[1, 12], Gen.Int[1, 400].List[1, 20], Gen.Int[1, 700]).SampleAsync(
        async (packets, cuts, chunk) =>
        {
            byte[] stream = [.. packets.SelectMany(WireGen.Encode)];
            (var read, var end) = await ReadAsync(stream, cuts, chunk);
            Assert.Null(end);
            Assert.Equal(packets.Select(WireGen.Show), read);
        }, iter: Cases, threads: 1);

    [Fact]
    public async Task What_is_read_from_a_packet_with_a_wrong_byte_is_what_the_formatter_reads() => await Gen.Select(
        WireGen.FromBroker, Gen.Int[0, 60], Gen.Byte).SampleAsync(
        async (packet, at, value) =>
        {
            byte[] bytes = WireGen.Encode(packet);
            bytes[at % bytes.Length] = value;
            (var read, var end) = await ReadAsync(bytes, [bytes.Length], int.MaxValue);
            // What is refused may be sound to the formatter, which looks at less; what is taken must be the same.
            if (end is null)
                Assert.Equal(WireGen.Decode(bytes).Take(read.Count), read);
        }, iter: Cases, threads: 1);

    [Fact]
    public void A_message_is_written_byte_for_byte_as_the_formatter_writes_it() => Gen.Select(
        WireGen.Message.List[1, 4], Gen.Bool).Sample((messages, duplicate) =>
        {
            // One encoder for all, because it keeps the topic of the last.
            var encoder = new PublishEncoder();
            foreach (var message in messages)
            {
                byte[] space = new byte[encoder.Reserve(message)];
                int written = encoder.Write(message, duplicate, space);
                byte[] expected = WireGen.Encode(new MqttPublishPacket
                {
                    Topic = message.Topic,
                    PayloadSegment = message.Payload.ToArray(),
                    QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
                    PacketIdentifier = message.PacketId,
                    Dup = duplicate && message.Qos > 0,
                });
                Assert.Equal(expected, space[..written]);
            }
        }, iter: Cases, threads: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_link_writes_is_what_the_formatter_reads(bool singlePacketFrames) => await Gen.Select(
        WireGen.Message.List[1, 30], WireGen.Topic, Gen.UShort[1, ushort.MaxValue]).SampleAsync(
        async (messages, filter, id) =>
        {
            using var stream = new WrittenStream();
            // A server does not mask, so that its frames can be looked into.
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
            await using var link = new MqttLink(
                new DialedSocket(socket), Device.Settings(new Uri("ws://127.0.0.1/"), singlePacketFrames: singlePacketFrames));
            link.Subscribe(id, [new TopicRequest(filter, 1), new TopicRequest("#", 0)]);
            foreach (var message in messages)
                link.Publish(message, duplicate: false);
            link.Acknowledge(id);
            link.Ping();
            link.Unsubscribe(id, [filter]);
            string[] expected =
            [
                $"SUBSCRIBE {id} {filter} 1 # 0",
                .. messages.Select(m => WireGen.ShowPublish(m.Topic, m.Payload.ToArray(), m.Qos, false, m.PacketId)),
                $"PUBACK {id}", nameof(MqttPingReqPacket), $"UNSUBSCRIBE {id} {filter}",
            ];
            List<string> written = [];
            await Device.UntilAsync(() => (written = WireGen.Decode(stream.Payloads())).Count >= expected.Length);
            Assert.Equal(expected, written);
        }, iter: 100, threads: 1);

    private static async Task<(List<string> Packets, LinkEnd? End)> ReadAsync(byte[] stream, List<int> cuts, int chunk)
    {
        var frames = new List<byte>();
        for (int at = 0, i = 0; at < stream.Length; i++)
        {
            int length = Math.Min(cuts[i % cuts.Count], stream.Length - at);
            frames.AddRange(Frame.Of(0x82, stream.AsSpan(at, length), masked: false));
            at += length;
        }

        await using var fed = new FedStream([.. frames], chunk);
        using var socket = WebSocket.CreateFromStream(fed, new WebSocketCreationOptions());
        using var reader = new PacketReader(socket, TimeProvider.System);
        var packets = new List<string>();
        do
        {
            while (reader.TryRead(out var packet))
                packets.Add(Show(packet));
        }
        while (reader.End is null && await reader.FillAsync(default));
        // That the bytes are over is no fault of theirs.
        bool isOver = reader.End?.Cause
            is WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely };
        return (packets, isOver ? null : reader.End);
    }

    private static string Show(InboundPacket packet)
    {
        if (!packet.IsPublish)
            return packet.Other is { } other ? WireGen.Show(other) : $"PUBACK {packet.AcknowledgedId}";
        var publish = packet.Publish;
        return WireGen.ShowPublish(publish.Topic, publish.Payload, publish.Qos, publish.Duplicate, publish.PacketId);
    }
}
