using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Judging;
using AliyunIotWs.Emulator.Limits;

namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>Judges the scripted devices, all at once, and keeps the outcomes for all tests.</summary>
public sealed class Court
{
    // Not before a test asks for one, as none does in a run without the explicit tests.
    private readonly Lazy<Dictionary<string, IReadOnlyList<CheckOutcome>>> _outcomes =
        new(() => Task.Run(JudgeAllAsync).GetAwaiter().GetResult());

    /// <summary>Each with a name of its own.</summary>
    internal static IReadOnlyList<(string Name, DeviceFault Fault, string Transport, bool Clean)> Devices { get; } =
    [
        ("keep-alive", DeviceFault.ShortKeepAlive, "ws", true),
        ("certificate", DeviceFault.CertificateIgnored, "tls", true),
        ("back-off", DeviceFault.NoBackOff, "tcp", false),
        ("reply", DeviceFault.WrongReplyTopic, "ws", true),
        ("ids", DeviceFault.DuplicateIds, "tcp", true),
        ("puback", DeviceFault.NoPubAck, "ws", true),
        ("resubscribe", DeviceFault.NoResubscribe, "tcp", true),
        ("rate", DeviceFault.TooFast, "wss", true),
        ("class", DeviceFault.WrongClass, "tcp", false),
        ("dup", DeviceFault.NoDup, "tcp", false),
        ("dup, clean", DeviceFault.NoDup, "tcp", true),
        ("good", DeviceFault.None, "wss", true),
        ("good, kept", DeviceFault.None, "tls", false),
    ];

    internal IReadOnlyList<CheckOutcome> this[string device] => _outcomes.Value[device];

    private static async Task<Dictionary<string, IReadOnlyList<CheckOutcome>>> JudgeAllAsync()
    {
        var runs = Devices.Select(async device =>
            (device.Name, Outcomes: await JudgeAsync(device.Fault, device.Transport, device.Clean)));
        return (await Task.WhenAll(runs)).ToDictionary(run => run.Name, run => run.Outcomes);
    }

    private static async Task<IReadOnlyList<CheckOutcome>> JudgeAsync(DeviceFault fault, string transport, bool clean)
    {
        await using var server = await EmulatorServer.StartAsync(
            new EmulatorOptions
            {
                Devices = [new("pk", "device", "secret")],
                Limits = new EmulatorLimits { Connects = false },
            },
            CancellationToken.None);
        var patience = new JudgePatience
        {
            Return = TimeSpan.FromSeconds(20),
            Watch = TimeSpan.FromSeconds(2),
            Ack = TimeSpan.FromSeconds(3),
            Message = TimeSpan.FromSeconds(5),
            Settle = TimeSpan.FromSeconds(3),
            Storm = TimeSpan.FromSeconds(1),
            Outage = TimeSpan.FromSeconds(20),
            Farewell = TimeSpan.Zero,
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var judge = new Judge(server, server.FindDevice("pk", "device")!, patience, new Progress<JudgeNews>());
        // First the judge, so that it sees the device's first connection.
        var judging = judge.RunAsync(CheckCatalog.All, limit.Token);
        var device = new ScriptedDevice(server, fault, transport, clean).RunAsync(end.Token);
        try
        {
            return await judging;
        }
        finally
        {
            await end.CancelAsync();
            await device;
        }
    }
}
