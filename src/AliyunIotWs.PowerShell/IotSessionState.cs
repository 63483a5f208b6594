using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell;

/// <summary>What one runspace has open: its connections and its emulators, with the default of each.</summary>
internal sealed class IotSessionState
{
    // Longer than a polite close may take, and short enough for a person who leaves the shell.
    private static readonly TimeSpan s_closePatience = TimeSpan.FromSeconds(4);

    private readonly object _gate = new();
    private readonly Roster<IotMqttConnection> _connections = new(c => c.Name, IsOpen);
    private readonly Roster<IotEmulator> _emulators = new(e => e.Name, e => e.IsOpen);
    private readonly DeviceIndex _devices = new();

    /// <summary>Null where there is none, or several of which none was selected.</summary>
    public IotMqttConnection? Default => Guarded(() => _connections.Default);

    public IReadOnlyList<IotMqttConnection> Connections => Guarded(_connections.ToArray);

    public int ConnectionCount => Guarded(() => _connections.Count);

    /// <summary>Null where there is none, or several of which none was selected.</summary>
    public IotEmulator? DefaultEmulator => Guarded(() => _emulators.Default);

    public IReadOnlyList<IotEmulator> Emulators => Guarded(_emulators.ToArray);

    public static bool IsOpen(IotMqttConnection connection) =>
        connection.State is not (IotConnectionState.Disconnected or IotConnectionState.Faulted);

    /// <summary>The connections of the device that a credential is for, oldest first.</summary>
    public IReadOnlyList<IotMqttConnection> ConnectionsOfDevice(ConnectionSettings settings) =>
        Guarded(() => _devices.OfDevice(settings));

    /// <summary>The connection that has the name and has not ended; null where the name is free.</summary>
    public IotMqttConnection? FindOpenConnection(string name) => Guarded(() => _connections.FindOpen(name));

    /// <summary>The emulator that has the name and runs; null where the name is free.</summary>
    public IotEmulator? FindOpenEmulator(string name) => Guarded(() => _emulators.FindOpen(name));

    /// <summary>False where its name is taken.</summary>
    public bool TryAdd(IotMqttConnection connection)
    {
        lock (_gate)
        {
            if (!_connections.TryAdd(connection, out var replaced))
                return false;
            if (replaced is not null)
                _devices.Remove(replaced);
            _devices.Add(connection);
            return true;
        }
    }

    /// <summary>False where its name is taken.</summary>
    public bool TryAdd(IotEmulator emulator) => Guarded(() => _emulators.TryAdd(emulator, out _));

    /// <summary>Makes a connection the default; false where it is none of these.</summary>
    public bool TrySelect(IotMqttConnection connection) => Guarded(() => _connections.TrySelect(connection));

    /// <summary>Makes an emulator the default; false where it is none of these.</summary>
    public bool TrySelect(IotEmulator emulator) => Guarded(() => _emulators.TrySelect(emulator));

    public void Remove(IotMqttConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
            _devices.Remove(connection);
        }
    }

    public void Remove(IotEmulator emulator)
    {
        lock (_gate)
            _emulators.Remove(emulator);
    }

    /// <summary>Closes all in parallel and waits a few seconds at most.</summary>
    public void CloseAll()
    {
        IotMqttConnection[] connections;
        IotEmulator[] emulators;
        lock (_gate)
        {
            (connections, emulators) = (_connections.ToArray(), _emulators.ToArray());
            _connections.Clear();
            _devices.Clear();
            _emulators.Clear();
        }

        var devices = connections.Select(c => Task.Run(c.Session.CloseAsync));
        var everything = Task.WhenAll(devices).ContinueWith(
            _ => Task.WhenAll(emulators.Select(e => e.StopAsync(CancellationToken.None))), TaskScheduler.Default)
            .Unwrap();
        everything.Wait(s_closePatience);
    }

    private T Guarded<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
