using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Fuzz.Bytes;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>The emulator as users start it, for the cases that come over real sockets.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    private EmulatorHost(EmulatorServer server) => Server = server;

    public EmulatorServer Server { get; }

    public static async Task<EmulatorHost> StartAsync() => new(await EmulatorServer.StartAsync(
        new EmulatorOptions
        {
            Devices = [new EmulatorDevice(Credential.ProductKey, Credential.DeviceName, Credential.Secret)],
            // So that silent peers are not what the run's time goes to.
            HandshakeTimeout = TimeSpan.FromMilliseconds(500),
            Limits = EmulatorLimits.Off,
        },
        CancellationToken.None));

    /// <summary>The defects that the emulator has found in itself since the last call.</summary>
    public IReadOnlyList<string> TakeInternalErrors()
    {
        // Messages of hostile devices are not what the inbox is for.
        while (Server.Inbox.TryRead(null, out _))
        {
        }

        var events = Server.Events.Snapshot();
        string[] errors =
        [
            .. events.Where(e => e.Code == EmulatorEventCode.InternalError && e.Time > _looked).Select(e => e.Message),
        ];
        if (events.Count > 0)
            _looked = events[^1].Time;
        return errors;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
