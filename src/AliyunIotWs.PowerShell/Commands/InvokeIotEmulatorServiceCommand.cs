using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Lets the emulated cloud ask something of devices, and emits what they answer: a service of their thing model, new
/// values for their properties, or an RRPC with any payload. No answer is an error with the platform's code.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IotEmulatorService", DefaultParameterSetName = "Service", SupportsShouldProcess = true)]
[OutputType(typeof(IotEmulatorCall))]
public sealed class InvokeIotEmulatorServiceCommand : EmulatorCmdlet
{
    private readonly List<IotEmulatorCall> _calls = [];

    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards; asked all at once.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Service")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Property")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Rrpc")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string[] Device { get; set; } = [];

    /// <summary>The identifier of a service.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Service")]
    [ValidatePattern("^[^/+#]+$")]
    public string Service { get; set; } = string.Empty;

    /// <summary>The inputs of the service, by identifier.</summary>
    [Parameter(Position = 2, ParameterSetName = "Service")]
    [ValidateNotNull]
    public IDictionary Argument { get; set; } = new Hashtable();

    /// <summary>
    /// Calls over RRPC; <c>-Synchronous:$false</c> does not. Left away, the product's thing model says which, and
    /// without one it is asynchronous.
    /// </summary>
    [Parameter(ParameterSetName = "Service")]
    public SwitchParameter Synchronous { get; set; }

    /// <summary>New values of properties, by identifier.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property")]
    [ValidateNotNull]
    public IDictionary Property { get; set; } = new Hashtable();

    /// <summary>What an RRPC carries: a string as UTF-8, byte[] as it is, anything else as JSON.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Rrpc")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object Payload { get; set; } = string.Empty;

    /// <summary>
    /// A topic of the device's own for the RRPC, such as <c>/{ProductKey}/{DeviceName}/user/get</c>, for clients that
    /// announce <c>ext=1</c>; the system's topic where it is left away.
    /// </summary>
    [Parameter(ParameterSetName = "Rrpc")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EmulatorTopicCompleter))]
    public string? Topic { get; set; }

    /// <summary>Time for the answer, 1 to 8; fractions are allowed.</summary>
    [Parameter(ParameterSetName = "Service")]
    [Parameter(ParameterSetName = "Property")]
    [Parameter(ParameterSetName = "Rrpc")]
    [ValidateRange(1.0, 8.0)]
    public double TimeoutSeconds { get; set; } = CloudCalls.Longest.TotalSeconds;

    /// <summary>Emits the call without waiting: a script that plays the device can answer it then.</summary>
    [Parameter(ParameterSetName = "Service")]
    [Parameter(ParameterSetName = "Property")]
    [Parameter(ParameterSetName = "Rrpc")]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Calls that were made with -NoWait, to be waited for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Call", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public IotEmulatorCall[] Call { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        if (ParameterSetName == "Call")
        {
            _calls.AddRange(Call);
            return;
        }

        var emulator = ResolveEmulator();
        foreach (var device in EmulatorDevices.FindEntries(this, emulator, Device))
        {
            if (!Allows(device.Key, Action) || Start(emulator, device) is not { } call)
                continue;
            Tell($"{device.Key} is asked with id {call.Id} on {call.Topic}.");
            _calls.Add(new IotEmulatorCall(call));
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        foreach (var call in _calls)
        {
            if (!NoWait)
                Await((_, cancellation) => call.Call.Completion.WaitAsync(cancellation));
            if (NoWait || call.Outcome is { Status: CallStatus.Success })
                WriteObject(call);
            else
                WriteError(Errors.Record(Failure(call), call));
        }
    });

    private string Action => ParameterSetName switch
    {
        "Service" => $"Call {Service}",
        "Property" => "Set properties",
        _ => "Call by RRPC",
    };

    private CloudCall? Start(IotEmulator emulator, DeviceEntry device)
    {
        var calls = emulator.Server.Cloud.Calls;
        var limit = TimeSpan.FromSeconds(TimeoutSeconds);
        if (ParameterSetName == "Service")
        {
            bool? synchronous = MyInvocation.BoundParameters.ContainsKey(nameof(Synchronous)) ? Synchronous : null;
            return calls.Invoke(device, Service, JsonValue.Element(Argument), synchronous, limit);
        }

        if (ParameterSetName == "Property")
        {
            var values = JsonValue.Element(Property);
            return IsInModel(emulator, device, values) ? calls.SetProperties(device, values, limit) : null;
        }

        byte[] payload = PayloadBytes.From(Payload).ToArray();
        return Topic is null
            ? calls.Rrpc(device, payload, limit)
            : calls.Rrpc(
                device,
                TopicTemplate.Expand(Topic, device.Identity.ProductKey, device.Identity.DeviceName),
                payload,
                limit);
    }

    private bool IsInModel(IotEmulator emulator, DeviceEntry device, JsonElement values)
    {
        if (emulator.Server.Cloud.Console.FaultOfProperties(device, values.EnumerateObject()) is not { } fault)
            return true;
        var error = new IotException(
            IotErrorId.InvalidPayload,
            $"The properties of {device.Key} were not set: {fault}.",
            "Compare with the product's thing model.");
        WriteError(Errors.Record(error, device.Key));
        return false;
    }

    private static IotException Failure(IotEmulatorCall call) => call.Outcome!.Status switch
    {
        CallStatus.Offline => new IotException(
            IotErrorId.NotConnected,
            $"OFFLINE (9201): the device {call.Device} is not connected.",
            "The emulator's property Online lists those that are."),
        CallStatus.HalfConn => new IotException(
            IotErrorId.NotConnected,
            $"HALFCONN (9201): the connection of the device {call.Device} was lost less than one keep-alive ago.",
            "Call it again when it is back; the emulator's property Online lists those that are."),
        _ => new IotException(
            IotErrorId.RequestTimeout,
            $"TIMEOUT (1905): the device {call.Device} has not answered: {call.Outcome.Reason}.",
            "Check that the device has subscribed to the request's topic, and answers on the reply's topic with its id."),
    };
}
