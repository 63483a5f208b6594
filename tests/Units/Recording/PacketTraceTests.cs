using System.Diagnostics;
using System.Text;
using AliyunIotWs.Recording;
using Microsoft.Extensions.Time.Testing;

namespace AliyunIotWs.Units.Recording;

public sealed class PacketTraceTests
{
    private readonly FakeTimeProvider _time = new();
    private int _size;

    [Fact]
    public void A_reader_gets_each_packet_once_and_the_oldest_make_room()
    {
        var trace = new PacketTrace("c", false, 3, _time);
        long position = 0;
        Add(trace, 2);
        Assert.Equal([1, 2], Sizes(trace, ref position));
        Assert.Empty(Sizes(trace, ref position));
        Add(trace, 5);
        Assert.Equal([5, 6, 7], Sizes(trace, ref position));
        long fresh = 0;
        Assert.Equal([5, 6, 7], Sizes(trace, ref fresh));
        Assert.Equal(4, trace.Dropped);

        void Add(PacketTrace to, int count)
        {
            for (int i = 0; i < count; i++)
                to.Add(new PacketNote(IotPacketDirection.Sent, "PINGREQ", ++_size));
        }
    }

    [Fact]
    public void Payloads_are_bounded_in_bytes_too()
    {
        var trace = new PacketTrace("c", true, 1_000_000, _time);
        var note = new PacketNote(IotPacketDirection.Sent, "PUBLISH", 1) { Payload = new byte[1024 * 1024] };
        for (int i = 0; i < 20; i++)
            trace.Add(note);
        long position = 0;

        // Text takes two bytes a character, and 16 MiB are kept.
        Assert.Equal(7, trace.Read(ref position).Count);
        Assert.Equal(13, trace.Dropped);
        trace.Add(note with { Payload = new byte[32 * 1024 * 1024] });
        Assert.Single(trace.Read(ref position));
    }

    [Fact]
    public void Who_waits_is_woken_by_each_packet_and_by_the_end()
    {
        var trace = new PacketTrace("c", false, 3, _time);
        long seen = trace.Progress.Changes;
        trace.Add(new PacketNote(IotPacketDirection.Received, "PINGRESP", 2));
        Assert.NotEqual(seen, trace.Progress.Changes);
        seen = trace.Progress.Changes;
        Assert.False(trace.HasEnded);
        trace.End();
        Assert.True(trace.HasEnded);
        Assert.NotEqual(seen, trace.Progress.Changes);
    }

    [Fact]
    public void Payloads_are_kept_on_demand_only()
    {
        var note = new PacketNote(IotPacketDirection.Sent, "PUBLISH", 9) { Topic = "t", Payload = "text"u8.ToArray() };
        Assert.Equal(("text", null, 4), Kept(true));
        Assert.Equal((null, null, 4), Kept(false));

        (string? Text, string? Base64, int Size) Kept(bool keepsPayloads)
        {
            var trace = new PacketTrace("c", keepsPayloads, 3, _time);
            trace.Add(note);
            long position = 0;
            var packet = Assert.Single(trace.Read(ref position));
            return (packet.Payload, packet.Base64, packet.PayloadSize);
        }
    }

    [Theory]
    [InlineData("{\"deviceSecret\":\"a\",\"b\":\"c\"}", "{\"deviceSecret\":\"********\",\"b\":\"c\"}")]
    [InlineData("{\"sign\" : \"a\\\"b\"}", "{\"sign\" : \"********\"}")]
    [InlineData("{\"DeviceToken\":\"\"}", "{\"DeviceToken\":\"********\"}")]
    [InlineData("{\"signal\":\"a\",\"secrets\":\"b\"}", "{\"signal\":\"a\",\"secrets\":\"b\"}")]
    [InlineData("plain", "plain")]
    public void Secrets_are_replaced(string payload, string kept) =>
        Assert.Equal((kept, null), RecordedPayload.Of(Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData("\"")]
    [InlineData("a")]
    [InlineData("\"secret")]
    [InlineData("\"secret\":\"")]
    public void A_hostile_payload_takes_no_long_time(string part)
    {
        byte[] payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 256 * 1024 / part.Length)));
        long started = Stopwatch.GetTimestamp();
        RecordedPayload.Of(payload);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    private static int[] Sizes(PacketTrace trace, ref long position) =>
        [.. trace.Read(ref position).Select(p => p.Size)];
}
