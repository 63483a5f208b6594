using System.Collections.Concurrent;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Judging;
using AliyunIotWs.Emulator.Limits;

namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>Judges the scripted devices, many at once, and keeps the outcomes for all tests.</summary>
public sealed class Court
{
    // Most of what a trial does is to wait.
    private const int AtOnce = 12;

    private const string Model = """
        {
          "properties": [ { "identifier": "Power", "accessMode": "rw", "dataType": { "type": "int", "specs": { } } } ],
          "services": [ { "identifier": "Read", "callType": "sync" }, { "identifier": "Reboot", "callType": "async" } ]
        }
        """;

    private readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<CheckOutcome>>> _outcomes =
        new(() => Task.Run(JudgeAllAsync).GetAwaiter().GetResult());

    /// <summary>Each with a name of its own, and the checks that it meets: all where none is named.</summary>
    internal static IReadOnlyList<(string Name, DeviceFault Fault, string Transport, bool Clean, string[] Checks)> Devices { get; } =
    [
        ("keep-alive", DeviceFault.ShortKeepAlive, "ws", true, []),
        ("certificate", DeviceFault.CertificateIgnored, "tls", true, []),
        ("back-off", DeviceFault.NoBackOff, "tcp", false, []),
        ("reply", DeviceFault.WrongReplyTopic, "ws", true, []),
        ("ids", DeviceFault.DuplicateIds, "tcp", true, []),
        ("puback", DeviceFault.NoPubAck, "ws", true, []),
        ("resubscribe", DeviceFault.NoResubscribe, "tcp", true, []),
        ("rate", DeviceFault.TooFast, "wss", true, []),
        ("class", DeviceFault.WrongClass, "tcp", false, []),
        ("dup", DeviceFault.NoDup, "tcp", false, []),
        ("dup, clean", DeviceFault.NoDup, "tcp", true, []),
        ("good", DeviceFault.None, "wss", true, []),
        ("good, kept", DeviceFault.None, "tls", false, []),
        ("client id", DeviceFault.OpenClientId, "tcp", true, ["ClientId"]),
        ("secure mode", DeviceFault.WrongSecureMode, "tls", true, ["SecureMode"]),
        ("signature", DeviceFault.WrongSignature, "ws", true, ["Signature"]),
        ("version", DeviceFault.Mqtt5, "tcp", true, ["Protocol"]),
        ("will", DeviceFault.Will, "tcp", true, ["UnsupportedFeature"]),
        ("qos 2", DeviceFault.Qos2, "tcp", true, ["UnsupportedFeature"]),
        ("silence", DeviceFault.Silence, "tcp", true, ["Heartbeat"]),
        ("end", DeviceFault.RudeEnd, "wss", true, ["CleanDisconnect"]),
        ("return", DeviceFault.NoReturn, "tcp", true, ["Return"]),
        ("duel", DeviceFault.NoWait, "tcp", true, ["KickOff"]),
        ("resubscribe, kept", DeviceFault.NoResubscribe, "tcp", false, ["SessionLoss", "Resubscribe"]),
        ("resend", DeviceFault.NoResend, "tcp", false, ["Resend"]),
        ("resend, clean", DeviceFault.NoResend, "ws", true, ["Resend"]),
        ("puback, kept", DeviceFault.NoPubAck, "tls", false, ["PubAck", "OfflineDelivery"]),
        ("length", DeviceFault.TooLong, "tcp", true, ["PayloadSize"]),
        ("filter", DeviceFault.WrongFilter, "tcp", true, ["SubscribeRights"]),
        ("filters", DeviceFault.ManyFilters, "tcp", true, ["SubscribeSize"]),
        ("params", DeviceFault.NoParams, "tcp", true, ["AlinkForm"]),
        ("version of Alink", DeviceFault.NoVersion, "tcp", true, ["AlinkForm"]),
        ("type", DeviceFault.WrongType, "tcp", true, ["ModelFit"]),
        ("service", DeviceFault.NoServiceReply, "tcp", true, ["Service"]),
        ("rrpc", DeviceFault.WrongRrpcTopic, "tcp", true, ["Rrpc"]),
        ("error code", DeviceFault.EagerRetry, "tcp", true, ["ErrorReply"]),
        ("sub-device", DeviceFault.WrongSubDevice, "tcp", true, ["SubDeviceRequest"]),
        ("sub-device, lost", DeviceFault.NoSecondLogin, "tcp", true, ["SubDeviceReturn"]),
    ];

    internal IReadOnlyList<CheckOutcome> this[string device] => _outcomes.Value[device];

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<CheckOutcome>>> JudgeAllAsync()
    {
        var outcomes = new ConcurrentDictionary<string, IReadOnlyList<CheckOutcome>>();
        await Parallel.ForEachAsync(
            Devices,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (device, _) => outcomes[device.Name] = await JudgeAsync(device.Fault, device.Transport, device.Clean, device.Checks));
        return outcomes;
    }

    private static async Task<IReadOnlyList<CheckOutcome>> JudgeAsync(
        DeviceFault fault, string transport, bool clean, string[] names)
    {
        await using var server = await EmulatorServer.StartAsync(
            new EmulatorOptions
            {
                Devices = [new("pk", "device", "secret"), new("sub", "sub1", "secret")],
                Products = [new EmulatorProduct("pk") { Tsl = Model }],
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
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var person = new Person(end);
        var judge = new Judge(server, server.FindDevice("pk", "device")!, patience, person);
        // First the judge, so that it sees the device's first connection.
        var judging = judge.RunAsync(
            [.. CheckCatalog.All.Where(check => names.Length == 0 || names.Contains(check.Name))], limit.Token);
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

    // Stops the device when the judge asks for it.
    private sealed class Person(CancellationTokenSource end) : IProgress<JudgeNews>
    {
        public void Report(JudgeNews value)
        {
            if (value.Step?.English.StartsWith("stop the device", StringComparison.Ordinal) == true)
                end.Cancel();
        }
    }
}
