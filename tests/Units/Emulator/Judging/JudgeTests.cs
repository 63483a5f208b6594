using AliyunIotWs.Emulator.Judging;
using AliyunIotWs.Units.Fuzzing;

namespace AliyunIotWs.Units.Emulator.Judging;

// Alone, since how long a device waits is what is judged.
[Collection(nameof(Alone))]
public class JudgeTests(Court court) : IClassFixture<Court>
{
    [Theory]
    [InlineData("keep-alive", "KeepAlive")]
    [InlineData("certificate", "CertificateAuthority")]
    [InlineData("certificate", "CertificateHost")]
    [InlineData("certificate", "CertificateTime")]
    [InlineData("back-off", "ClosedPortBackOff")]
    [InlineData("back-off", "RefusalBackOff")]
    [InlineData("back-off", "ConnectRate")]
    [InlineData("reply", "PropertySet")]
    [InlineData("ids", "AlinkId")]
    [InlineData("puback", "PubAck")]
    [InlineData("resubscribe", "Resubscribe")]
    [InlineData("rate", "MessageRate")]
    [InlineData("class", "PublishRights")]
    [InlineData("dup", "DupFlag")]
    [InlineData("dup, clean", "DupFlag")]
    [InlineData("client id", "ClientId")]
    [InlineData("secure mode", "SecureMode")]
    [InlineData("signature", "Signature")]
    [InlineData("version", "Protocol")]
    [InlineData("qos 2", "UnsupportedFeature")]
    [InlineData("silence", "Heartbeat")]
    [InlineData("return", "Return")]
    [InlineData("resend", "Resend")]
    [InlineData("puback, kept", "PubAck")]
    [InlineData("puback, kept", "OfflineDelivery")]
    [InlineData("length", "PayloadSize")]
    [InlineData("filter", "SubscribeRights")]
    [InlineData("filters", "SubscribeSize")]
    [InlineData("params", "AlinkForm")]
    [InlineData("type", "ModelFit")]
    [InlineData("service", "Service")]
    [InlineData("rrpc", "Rrpc")]
    [InlineData("error code", "ErrorReply")]
    [InlineData("sub-device", "SubDeviceRequest")]
    [InlineData("sub-device, lost", "SubDeviceReturn")]
    public void A_device_with_a_fault_fails(string device, string check) => AssertResult("Failed", device, check);

    [Theory]
    [InlineData("will", "UnsupportedFeature")]
    [InlineData("end", "CleanDisconnect")]
    [InlineData("duel", "KickOff")]
    [InlineData("resubscribe, kept", "SessionLoss")]
    [InlineData("resend, clean", "Resend")]
    [InlineData("version of Alink", "AlinkForm")]
    public void A_device_with_a_weakness_is_warned(string device, string check) => AssertResult("Warned", device, check);

    [Fact]
    public void A_session_that_is_resumed_needs_no_new_subscriptions() =>
        AssertResult("Passed", "resubscribe, kept", "Resubscribe");

    [Fact]
    public void Each_check_has_a_device_here_that_does_not_pass()
    {
        string[] found = [.. Planted(nameof(A_device_with_a_fault_fails)), .. Planted(nameof(A_device_with_a_weakness_is_warned))];
        // Waits that are the same are for WaitsTests, as a machine that has much to do makes them differ.
        Assert.Equal(["Jitter"], CheckCatalog.All.Select(check => check.Name).Except(found));
    }

    // What follows from the fault: a device that does not subscribe again after one loss does not after another.
    [Theory]
    [InlineData("keep-alive")]
    [InlineData("certificate")]
    [InlineData("back-off")]
    [InlineData("reply")]
    [InlineData("ids")]
    [InlineData("puback")]
    [InlineData("resubscribe", "SessionLoss")]
    [InlineData("rate")]
    [InlineData("class")]
    [InlineData("dup")]
    [InlineData("dup, clean")]
    [InlineData("good")]
    [InlineData("good, kept")]
    public void It_is_accused_of_nothing_else(string device, params string[] consequences)
    {
        string[] expected = [.. Planted(nameof(A_device_with_a_fault_fails), device), .. consequences];
        var accused = court[device]
            .Where(one => one.Finding.Result is CheckResult.Failed or CheckResult.Warned && !expected.Contains(one.Check.Name))
            .Select(one => $"{one.Check.Name}: {one.Finding.Result}: {string.Join("; ", one.Finding.Evidence)}");
        Assert.Equal("", string.Join('\n', accused));
    }

    [Theory]
    [InlineData("good", "OfflineDelivery")] // Its session ends with its connection.
    [InlineData("good, kept")]
    public void A_good_device_passes_the_rest(string device, params string[] unseen) =>
        Assert.Equal(unseen, court[device].Where(one => one.Finding.Result == CheckResult.NotSeen).Select(one => one.Check.Name));

    private void AssertResult(string result, string device, string check)
    {
        var finding = court[device].Single(one => one.Check.Name == check).Finding;
        Assert.Equal(result, finding.Result.ToString());
    }

    private static IEnumerable<string> Planted(string method, string? device = null) =>
        typeof(JudgeTests).GetMethod(method)!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Where(data => device is null || (string)data.Data[0]! == device)
            .Select(data => (string)data.Data[1]!);
}
