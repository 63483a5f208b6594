using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Systematic.Model;

/// <summary>A broker of one device: what it holds, what it has taken, and how often it may still fail.</summary>
internal sealed class ModelBroker(Func<int, int> choose, int failures, bool keepsSession = true) : IMqttLinkFactory
{
    private readonly object _gate = new();
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly List<string> _taken = [];
    private int _failures = failures;
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _links;
    private bool _leaving;

    /// <summary>The filters that it would deliver for.</summary>
    public string[] Held
    {
        get
        {
            lock (_gate)
                return [.. _held.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The payloads of the messages that it has taken, as often as they came.</summary>
    public string[] Taken
    {
        get
        {
            lock (_gate)
                return [.. _taken];
        }
    }

    /// <summary>Complete when no link is open or being opened.</summary>
    public Task WhenLeftAsync()
    {
        lock (_gate)
        {
            _leaving = true;
            if (_links == 0)
                _left.TrySetResult();
        }

        return _left.Task;
    }

    public async Task<IMqttLink> OpenAsync(
        ConnectionSettings settings, IProgress<string>? stages, CancellationToken cancellation)
    {
        lock (_gate)
            _links++;
        await Task.Yield();
        if (stages is null && Fails())
        {
            Closed();
            throw new IotException(IotErrorId.ConnectFailed, "The broker is away.", "Wait.");
        }

        lock (_gate)
        {
            if (!keepsSession)
                _held.Clear();
        }

        return new ModelLink(this, settings.Endpoint, keepsSession);
    }

    public void Closed()
    {
        lock (_gate)
        {
            if (--_links == 0 && _leaving)
                _left.TrySetResult();
        }
    }

    /// <summary>Whether something goes wrong here, while there are failures left.</summary>
    public bool Fails()
    {
        lock (_gate)
        {
            if (_failures == 0 || choose(4) != 0)
                return false;
            _failures--;
            return true;
        }
    }

    public byte Subscribe(string filter, int qos)
    {
        lock (_gate)
            _held.Add(filter);
        return (byte)qos;
    }

    public void Unsubscribe(string filter)
    {
        lock (_gate)
            _held.Remove(filter);
    }

    public void Take(string payload)
    {
        lock (_gate)
            _taken.Add(payload);
    }
}
