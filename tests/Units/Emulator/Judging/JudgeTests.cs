using AliyunIotWs.Emulator.Judging;
using AliyunIotWs.Units.Fuzzing;

namespace AliyunIotWs.Units.Emulator.Judging;

// Alone, since how long a device waits is what is judged; and on demand (-explicit only), since beside the Pester files
// on two cores some devices were too slow, or too often refused, for a verdict.
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
    public void A_device_with_a_fault_fails(string device, string check) =>
        Assert.Equal("Failed", Results(device)[check]);

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
        string[] expected = [.. Planted(device), .. consequences];
        var accused = court[device]
            .Where(one => one.Finding.Result is CheckResult.Failed or CheckResult.Warned && !expected.Contains(one.Check.Name))
            .Select(one => $"{one.Check.Name}: {one.Finding.Result}: {string.Join("; ", one.Finding.Evidence)}");
        Assert.Equal("", string.Join('\n', accused));
    }

    [Theory]
    [InlineData("good")]
    [InlineData("good, kept")]
    public void A_good_device_passes_what_it_has_shown(string device)
    {
        var results = Results(device);
        string[] unseen = [.. results.Where(one => one.Value == "NotSeen").Select(one => one.Key).Order(StringComparer.Ordinal)];
        string[] expected =
            ["CleanDisconnect", "Heartbeat", "ModelFit", "Service", "SubDeviceRequest", "SubDeviceReturn"];
        Assert.Empty(unseen.Except(expected).Except(["OfflineDelivery"]));
    }

    private Dictionary<string, string> Results(string device) =>
        court[device].ToDictionary(one => one.Check.Name, one => one.Finding.Result.ToString(), StringComparer.Ordinal);

    private static string[] Planted(string device) =>
    [
        .. typeof(JudgeTests).GetMethod(nameof(A_device_with_a_fault_fails))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Where(data => (string)data.Data[0]! == device)
            .Select(data => (string)data.Data[1]!),
    ];
}
