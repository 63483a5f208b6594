using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Emulator.Hosting;

namespace AliyunIotWs;

/// <summary>A running emulator of the platform on this machine's loopback, as a handle that shows its state.</summary>
public sealed class IotEmulator
{
    private static int s_lastId;

    internal IotEmulator(EmulatorServer server, string? name)
    {
        Server = server;
        Id = Interlocked.Increment(ref s_lastId);
        Name = name ?? string.Create(CultureInfo.InvariantCulture, $"emulator-{Id}");
    }

    /// <summary>A number that no other emulator of this process has.</summary>
    public int Id { get; }

    /// <summary>The name given with <c>-Name</c>, or <c>emulator-</c> and the Id.</summary>
    public string Name { get; }

    /// <summary>Running, Restarting, Stopped or Faulted.</summary>
    public string State => Server.State.ToString();

    /// <summary>The address for plain WebSocket.</summary>
    public Uri Endpoint => Server.Endpoint;

    /// <summary>The address for WebSocket over TLS.</summary>
    public Uri SecureEndpoint => Server.SecureEndpoint;

    /// <summary>The authority to trust: <c>Connect-IotMqtt -TrustedCertificate $emulator.Certificate</c>.</summary>
    public X509Certificate2 Certificate => Server.Authority;

    /// <summary>The devices that it knows, as <c>productKey/deviceName</c>.</summary>
    public IReadOnlyList<string> Devices =>
        Server.Devices.Select(d => $"{d.ProductKey}/{d.DeviceName}").ToArray();

    /// <summary>Those that are connected at this moment.</summary>
    public IReadOnlyList<string> Online =>
        Server.Devices.Where(d => d.Online).Select(d => $"{d.ProductKey}/{d.DeviceName}").ToArray();

    internal EmulatorServer Server { get; }

    /// <summary>True where the endpoint is the emulator's, and it keeps the platform's rates of messages.</summary>
    internal bool Limits(Uri endpoint) =>
        Server.Cloud.Context.Limits.Messages && IsAt(endpoint);

    internal bool IsAt(Uri endpoint) =>
        endpoint.IsLoopback && (endpoint.Port == Endpoint.Port || endpoint.Port == SecureEndpoint.Port);

    internal bool IsOpen => Server.State is not (EmulatorState.Stopped or EmulatorState.Faulted);

    internal IEnumerable<string> DeviceNames => Server.Devices.Select(d => d.DeviceName);

    /// <summary>Address and state.</summary>
    public override string ToString() => $"{Endpoint} ({State})";

    internal Task StopAsync(CancellationToken cancellation) => Server.StopAsync(cancellation);
}
