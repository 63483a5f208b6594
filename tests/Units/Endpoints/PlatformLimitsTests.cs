using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Units.Endpoints;

public sealed class PlatformLimitsTests
{
    private const int Kib256 = 262_144;

    [Theory]
    [InlineData(true, Kib256, null)]
    [InlineData(true, Kib256 + 1, "the platform takes 262144")]
    [InlineData(false, Kib256 + 1, null)]
    [InlineData(false, 268_369_916, null)]
    [InlineData(false, 268_369_917, "an MQTT packet takes 268369916")]
    public void A_payload_fits_the_platform_or_else_a_packet(bool isPlatform, int bytes, string? fault) =>
        Check(isPlatform, "a/b", bytes, IotErrorId.InvalidPayload, fault);

    [Theory]
    [InlineData(true, "/1/2/3/4/5/6/7", null)]
    [InlineData(true, "/1/2/3/4/5/6/7/8", "7 slashes")]
    [InlineData(false, "/1/2/3/4/5/6/7/8", null)]
    [InlineData(true, "/sys/a1B2c3D4e5F/lamp-01/thing/event/property/history/post", null)]
    public void A_topic_of_the_platform_has_7_slashes(bool isPlatform, string topic, string? fault) =>
        Check(isPlatform, topic, 0, IotErrorId.InvalidTopic, fault);

    [Theory]
    [InlineData(128, null)]
    [InlineData(129, "128 bytes")]
    public void And_128_bytes(int bytes, string? fault)
    {
        Check(true, new string('t', bytes), 0, IotErrorId.InvalidTopic, fault);
        Check(true, new string('题', bytes / 3) + new string('t', bytes % 3), 0, IotErrorId.InvalidTopic, fault);
    }

    private static void Check(bool isPlatform, string topic, int bytes, IotErrorId id, string? fault)
    {
        var error = Record.Exception(() => PlatformLimits.Check(isPlatform, topic, bytes)) as IotException;
        Assert.Equal(fault is null ? null : id, error?.Id);
        Assert.Contains(fault ?? "", error?.Message ?? "", StringComparison.Ordinal);
    }
}
