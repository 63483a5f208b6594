using System.Management.Automation;
using AliyunIotWs.Emulator.Faults;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Lets an emulator misbehave, for all devices or for some, so that a script can be tested against it. What is not
/// named stays as it is; what is set for a device comes before what is set for all. A fault stays until its count is
/// used up or it is cleared. Emits nothing.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IotEmulatorFault", DefaultParameterSetName = "Set", SupportsShouldProcess = true)]
public sealed class SetIotEmulatorFaultCommand : EmulatorCmdlet
{
    /// <summary>
    /// Names of devices, or <c>productKey/deviceName</c>, with wildcards; each of them counts on its own. All devices,
    /// also those that come later and with a common count, where it is left away.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Binding.EmulatorDeviceCompleter))]
    public string[]? Device { get; set; }

    /// <summary>Refuses connects that are right with this return code: 1 to 5.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(1, 5)]
    [ArgumentCompleter(typeof(Binding.RefusalCompleter))]
    public int? RefuseConnect { get; set; }

    /// <summary>Only so many connects; all where it is left away.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(1, int.MaxValue)]
    public int? RefuseCount { get; set; }

    /// <summary>Cuts a connection at this message of its device from now on; it is taken, not acknowledged.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(1, int.MaxValue)]
    public int? DropAfter { get; set; }

    /// <summary>Cuts a connection once so many messages were sent to the device from now on.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(1, int.MaxValue)]
    public int? DropAfterDelivery { get; set; }

    /// <summary>Only so many drops of each kind; every connection where it is left away.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(1, int.MaxValue)]
    public int? DropCount { get; set; }

    /// <summary>Takes QoS 1 messages and holds their acknowledgements; <c>-StallAck:$false</c> sends them.</summary>
    [Parameter(ParameterSetName = "Set")]
    public SwitchParameter StallAck { get; set; }

    /// <summary>Keeps connections open, reads nothing and answers nothing; <c>-BlackHole:$false</c> goes on.</summary>
    [Parameter(ParameterSetName = "Set")]
    public SwitchParameter BlackHole { get; set; }

    /// <summary>Sends each QoS 1 message to a device twice, the second time marked as duplicate.</summary>
    [Parameter(ParameterSetName = "Set")]
    public SwitchParameter DuplicateDelivery { get; set; }

    /// <summary>Every packet takes so much longer, 0 to 3,600,000; 0 takes the latency back.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(0, 3_600_000)]
    public int? LatencyMilliseconds { get; set; }

    /// <summary>By how much the latency is longer or shorter at the most. The order of the packets stays.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(0, 3_600_000)]
    public int? JitterMilliseconds { get; set; }

    /// <summary>KiB a second that pass; 0 takes the limit back.</summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(0, 1_048_576)]
    public int? BandwidthKBps { get; set; }

    /// <summary>
    /// Which way latency, jitter and bandwidth are meant: Up, from the device, Down, to it, or Both.
    /// </summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateSet("Up", "Down", "Both")]
    public string Direction { get; set; } = "Both";

    /// <summary>
    /// How likely a fault that is named here strikes, above 0 and up to 1: each connect for -RefuseConnect, each packet for
    /// -LatencyMilliseconds and each message for -DuplicateDelivery.
    /// </summary>
    [Parameter(ParameterSetName = "Set")]
    [ValidateRange(0.000001, 1.0)]
    public double Probability { get; set; } = 1;

    /// <summary>Of the draws for -Probability and -JitterMilliseconds: with the same seed they are the same again.</summary>
    [Parameter(ParameterSetName = "Set")]
    public int? Seed { get; set; }

    /// <summary>Takes all faults back: those of the devices that are named, or all that there are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Clear")]
    public SwitchParameter Clear { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var emulator = ResolveEmulator();
        if (!Clear)
            Validate();
        if (Device is null)
        {
            Apply(emulator, null, "all devices");
            return;
        }

        foreach (var device in EmulatorDevices.Find(this, emulator, Device))
        {
            string key = $"{device.ProductKey}/{device.DeviceName}";
            Apply(emulator, key, key);
        }
    });

    private void Apply(IotEmulator emulator, string? key, string target)
    {
        if (!Allows($"{target} of {emulator.Endpoint}", Clear ? "Clear faults" : "Set fault"))
            return;
        var faults = emulator.Server.Faults;
        if (!Clear)
            faults.Update(key, Change);
        else if (key is null)
            faults.Clear();
        else
            faults.Update(key, _ => FaultSet.None);
    }

    private FaultSet Change(FaultSet now) => now with
    {
        Refusal = RefuseConnect is { } code ? new ConnectRefusal(code, new FaultCount(RefuseCount), Chance()) : now.Refusal,
        DropAfterMessages = Drop(DropAfter) ?? now.DropAfterMessages,
        DropAfterDeliveries = Drop(DropAfterDelivery) ?? now.DropAfterDeliveries,
        StallAcks = Switched(StallAck, nameof(StallAck), now.StallAcks),
        BlackHole = Switched(BlackHole, nameof(BlackHole), now.BlackHole),
        DuplicateDeliveries = !MyInvocation.BoundParameters.ContainsKey(nameof(DuplicateDelivery))
            ? now.DuplicateDeliveries
            : DuplicateDelivery ? Chance() : null,
        Up = Direction == "Down" ? now.Up : Shape(now.Up),
        Down = Direction == "Up" ? now.Down : Shape(now.Down),
    };

    private FaultChance Chance() => new(Probability, Seed);

    // What is not named stays as it is; a line without a fault is no fault.
    private LinkShape? Shape(LinkShape? now)
    {
        if (LatencyMilliseconds is null && JitterMilliseconds is null && BandwidthKBps is null)
            return now;
        var shape = new LinkShape(
            LatencyMilliseconds is { } latency ? TimeSpan.FromMilliseconds(latency) : now?.Latency ?? TimeSpan.Zero,
            JitterMilliseconds is { } jitter ? TimeSpan.FromMilliseconds(jitter) : now?.Jitter ?? TimeSpan.Zero,
            BandwidthKBps is { } rate ? (rate == 0 ? null : rate * 1024L) : now?.BytesPerSecond,
            Chance());
        return shape is { BytesPerSecond: null } && shape.Latency + shape.Jitter == TimeSpan.Zero ? null : shape;
    }

    private ConnectionDrop? Drop(int? after) =>
        after is { } number ? new ConnectionDrop(number, new FaultCount(DropCount)) : null;

    private bool Switched(SwitchParameter value, string name, bool now) =>
        MyInvocation.BoundParameters.ContainsKey(name) ? value : now;

    private void Validate()
    {
        if (RefuseCount is not null && RefuseConnect is null)
            throw Invalid("-RefuseCount says how often, but not what.", "Give the code, too: -RefuseConnect.");
        if (DropCount is not null && DropAfter is null && DropAfterDelivery is null)
            throw Invalid("-DropCount says how often, but not when.", "Give -DropAfter or -DropAfterDelivery.");
        string[] faults =
        [
            nameof(RefuseConnect), nameof(DropAfter), nameof(DropAfterDelivery),
            nameof(StallAck), nameof(BlackHole), nameof(DuplicateDelivery),
            nameof(LatencyMilliseconds), nameof(JitterMilliseconds), nameof(BandwidthKBps),
        ];
        if (!faults.Any(MyInvocation.BoundParameters.ContainsKey))
            throw Invalid("No fault is named.", $"Give at least one of -{string.Join(", -", faults)}, or -Clear.");
    }

    private static IotException Invalid(string message, string remedy) =>
        new(IotErrorId.InvalidFault, message, remedy);
}
