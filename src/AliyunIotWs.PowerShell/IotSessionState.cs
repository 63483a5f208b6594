using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell;

/// <summary>What one runspace has open: its connections, the default among them, and its emulators.</summary>
internal sealed class IotSessionState
{
    // Longer than a polite close may take, and short enough for a person who leaves the shell.
    private static readonly TimeSpan s_closePatience = TimeSpan.FromSeconds(4);

    private readonly object _gate = new();
    private readonly ConnectionTable _connections = new();
    private readonly List<IotEmulator> _emulators = [];
    private IotMqttConnection? _default;

    public IotMqttConnection? Default
    {
        get
        {
            lock (_gate)
                return _default;
        }
    }

    public IReadOnlyList<IotMqttConnection> Connections
    {
        get
        {
            lock (_gate)
                return _connections.ToArray();
        }
    }

    public int ConnectionCount
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    public IReadOnlyList<IotEmulator> Emulators
    {
        get
        {
            lock (_gate)
                return [.. _emulators];
        }
    }

    /// <summary>The connections of the device that a credential is for, oldest first.</summary>
    public IReadOnlyList<IotMqttConnection> ConnectionsOfDevice(ConnectionSettings settings)
    {
        lock (_gate)
            return _connections.OfDevice(settings);
    }

    /// <summary>Adds a connection and makes it the default.</summary>
    public void Add(IotMqttConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            _default = connection;
        }
    }

    /// <summary>Makes a connection the default; false where it is none of these.</summary>
    public bool TrySelect(IotMqttConnection connection)
    {
        lock (_gate)
        {
            if (!_connections.Contains(connection))
                return false;
            _default = connection;
            return true;
        }
    }

    /// <summary>Removes a connection; the youngest of the others becomes the default where it was.</summary>
    public void Remove(IotMqttConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
            if (ReferenceEquals(_default, connection))
                _default = _connections.Youngest;
        }
    }

    public void Add(IotEmulator emulator)
    {
        lock (_gate)
            _emulators.Add(emulator);
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
        List<IotEmulator> emulators;
        lock (_gate)
        {
            (connections, emulators) = (_connections.ToArray(), [.. _emulators]);
            _connections.Clear();
            _emulators.Clear();
            _default = null;
        }

        var devices = connections.Select(c => Task.Run(c.Session.CloseAsync));
        var everything = Task.WhenAll(devices).ContinueWith(
            _ => Task.WhenAll(emulators.Select(e => e.StopAsync(CancellationToken.None))), TaskScheduler.Default)
            .Unwrap();
        everything.Wait(s_closePatience);
    }
}
