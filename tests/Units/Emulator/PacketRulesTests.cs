using System.Diagnostics;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Listening;
using MQTTnet.Exceptions;

namespace AliyunIotWs.Units.Emulator;

/// <summary>What the standard forbids ends the connection at once, and the log names the rule.</summary>
public sealed class PacketRulesTests
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("SUBSCRIBE without its flags", new byte[] { 0x80, 0x18 }, true, "MQTT-3.8.1-1")]
    [InlineData("SUBSCRIBE with DUP", new byte[] { 0x8A, 0x18 }, true, "MQTT-3.8.1-1")]
    [InlineData("UNSUBSCRIBE without its flags", new byte[] { 0xA0, 0x17 }, false, "MQTT-3.10.1-1")]
    [InlineData("PINGREQ with flags", new byte[] { 0xC1, 0x00 }, null, "MQTT-2.2.2-2")]
    [InlineData("PUBACK with flags", new byte[] { 0x42, 0x02, 0x00, 0x01 }, null, "MQTT-2.2.2-2")]
    [InlineData("DISCONNECT with flags", new byte[] { 0xE8, 0x00 }, null, "MQTT-3.14.1-1")]
    [InlineData("PUBLISH of QoS 3", new byte[] { 0x36, 0x02, 0x00, 0x00 }, null, "MQTT-3.3.1-4")]
    public async Task Wrong_flags_end_the_connection(string what, byte[] packet, bool? withQos, string rule)
    {
        await using var box = await Box.StartAsync();
        await using var stream = await ConnectAsync(box);
        byte[] filter = [0, 1, 0, 19, .. "/pk/device/user/get"u8];
        byte[] rest = withQos is null ? [] : withQos.Value ? [.. filter, 1] : filter;
        await stream.WriteAsync((byte[])[.. packet, .. rest], box.Soon);

        var clock = Stopwatch.StartNew();
        Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        Assert.True(clock.Elapsed < s_atOnce, what);
        Assert.Contains(rule, (await box.EventAsync(EmulatorEventCode.ProtocolViolation)).Message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0x80)]
    [InlineData(0x05)]
    public async Task A_filter_with_reserved_bits_ends_the_connection(byte options)
    {
        await using var box = await Box.StartAsync();
        await using var stream = await ConnectAsync(box);
        await stream.WriteAsync(
            (byte[])[0x82, 24, 0, 1, 0, 19, .. "/pk/device/user/get"u8, options], box.Soon);
        Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        Assert.Contains("MQTT-3.8.3-4", (await box.EventAsync(EmulatorEventCode.ProtocolViolation)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unmasked_frame_ends_the_connection_at_once(bool afterConnect)
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        await stream.WriteAsync(HandshakeTests.Request, box.Soon);
        await ReadAsync(stream, "\r\n\r\n"u8.ToArray(), box);
        if (afterConnect)
        {
            byte[] connect = RawPeer.Connect(Box.WsId, Box.User, Box.Sha256);
            await stream.WriteAsync((byte[])[0x82, 0xFE, 0, (byte)connect.Length, 0, 0, 0, 0, .. connect], box.Soon);
            await ReadAsync(stream, [0x82, 0x04, 0x20, 0x02, 0x00, 0x00], box);
        }

        // RFC 6455, section 5.1.
        await stream.WriteAsync(new byte[] { 0x82, 0x02, 0xC0, 0x00 }, box.Soon);
        var clock = Stopwatch.StartNew();
        Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_atOnce);
        Assert.Contains("not masked", (await box.EventAsync(EmulatorEventCode.ProtocolViolation)).Message);
    }

    [Theory]
    [InlineData(new[] { 0 }, -1)]
    [InlineData(new[] { 5, 125, 126, 300, 65_535, 65_536, 70_000, 0, 1 }, -1)]
    [InlineData(new[] { 65_540, 65_543, 262_196, 1 }, -1)]
    [InlineData(new[] { 5, 126, 70_000, 9, 4 }, 3)]
    [InlineData(new[] { 126 }, 0)]
    [InlineData(new[] { 0, 0, 65_536 }, 2)]
    public void Every_frame_is_looked_at_however_the_bytes_are_cut(int[] lengths, int unmasked)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < lengths.Length; i++)
            bytes.AddRange(Frame(lengths[i], masked: i != unmasked));
        foreach (int cut in new[] { 1, 3, 4096, int.MaxValue })
        {
            var check = new MaskCheck();
            var pieces = bytes.Chunk(Math.Min(cut, bytes.Count)).ToList();
            if (unmasked < 0)
                pieces.ForEach(piece => check.Look(piece));
            else
                Assert.Throws<MqttProtocolViolationException>(() => pieces.ForEach(piece => check.Look(piece)));
        }
    }

    private static byte[] Frame(int length, bool masked)
    {
        int mask = masked ? 0x80 : 0;
        byte[] size = length < 126 ? [(byte)(length | mask)]
            : length < 65_536 ? [(byte)(126 | mask), (byte)(length >> 8), (byte)length]
            : [(byte)(127 | mask), 0, 0, 0, 0, 0, (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        return [0x82, .. size, .. new byte[masked ? 4 : 0], .. new byte[length]];
    }

    private static async Task<Stream> ConnectAsync(Box box)
    {
        var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        await stream.WriteAsync(RawPeer.Connect(Box.WsId, Box.User, Box.Sha256), box.Soon);
        await ReadAsync(stream, [0x20, 0x02, 0x00, 0x00], box);
        return stream;
    }

    private static async Task ReadAsync(Stream stream, byte[] end, Box box)
    {
        var read = new List<byte>();
        byte[] one = new byte[1];
        while (!read.TakeLast(end.Length).SequenceEqual(end))
        {
            await stream.ReadExactlyAsync(one, box.Soon);
            read.Add(one[0]);
        }
    }
}
