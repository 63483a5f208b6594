using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Judging.Recording;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>What scenes and checks work with: the device, what it did, and the means to put it to the test.</summary>
/// <param name="server">The platform that it meets.</param>
/// <param name="device">Who is judged.</param>
/// <param name="record">What it does.</param>
/// <param name="gate">How it is met when it comes again.</param>
/// <param name="patience">How long to wait for what.</param>
/// <param name="tell">Tells the person what happens, and what to do.</param>
internal sealed class Trial(
    EmulatorServer server,
    DeviceEntry device,
    DeviceRecord record,
    Gate gate,
    JudgePatience patience,
    Action<Phrase> tell)
{
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Type, Scene> _played = [];
    private int _restarts;
    private int _missed;
    private volatile bool _waiting;

    private int Restarts => Volatile.Read(ref _restarts);

    public EmulatorServer Server => server;

    public DeviceEntry Device => device;

    public DeviceRecord Record => record;

    public Gate Gate => gate;

    public JudgePatience Patience => patience;

    /// <summary>The device's open connection; null while it has none.</summary>
    public Visit? Online => record.Visits.LastOrDefault(visit => visit.IsOnline);

    /// <summary>True for a connection that the device took its time for.</summary>
    public bool IsSlow(Visit visit) =>
        record.Visits.LastOrDefault(one => one.OnlineAt is not null && one.OpenedAt < visit.OpenedAt)?.EndedAt is { } end
        && visit.OnlineAt - end >= s_slow;

    /// <summary>The CONNECT that came first.</summary>
    public ConnectFacts? Connect => Connects.FirstOrDefault();

    /// <summary>Every CONNECT that came, in its order.</summary>
    public IEnumerable<ConnectFacts> Connects => record.Visits.Select(visit => visit.Connect).OfType<ConnectFacts>();

    /// <summary>The device's messages on the platform's own topics that ask for something: no answers.</summary>
    public IEnumerable<Passage> Requests => record.Messages.Where(message => AlinkTopic.IsRequest(message.Topic));

    /// <summary>True while the judge waits for the device to connect, so that it is to be started where it has ended.</summary>
    public bool IsWaiting => _waiting;

    /// <summary>True where it is known that the device's program has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The device's program has ended.</summary>
    public void Ended()
    {
        HasEnded = true;
        record.Changed();
    }

    /// <summary>The device's program was started anew.</summary>
    public void Restarted()
    {
        HasEnded = false;
        Interlocked.Increment(ref _restarts);
    }

    /// <summary>A scene that was played; null where it was not.</summary>
    public T? Scene<T>()
        where T : Scene => _played.GetValueOrDefault(typeof(T)) as T;

    /// <summary>Plays a scene.</summary>
    public async Task PlayAsync(Scene scene, CancellationToken cancellationToken)
    {
        _played.Add(scene.GetType(), scene);
        int restarts = Restarts;
        try
        {
            await scene.RunAsync(this, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Open();
            scene.Restarted = HasEnded || Restarts > restarts;
        }
    }

    /// <summary>Tells the person what happens now, or what to do.</summary>
    public void Tell(FormattableString english, FormattableString chinese) => tell(Phrase.Of(english, chinese));

    /// <summary>Notes what the judge does, for the timeline.</summary>
    public void Note(FormattableString english, FormattableString chinese) => record.Note(Phrase.Of(english, chinese));

    /// <summary>Waits for a connection that was let in after this one.</summary>
    /// <returns>The connection; null where the device does not come in time.</returns>
    public async Task<Visit?> ComeBackAsync(Visit? previous, CancellationToken cancellationToken)
    {
        Visit? Next() => record.Visits.LastOrDefault(visit => visit.IsOnline && !ReferenceEquals(visit, previous));
        if (Next() is null && _missed == 0 && previous is not null)
            Tell($"waits for the device to come back; start it again where it has ended", $"等待设备重新上线；若设备程序已退出，请重新启动");

        // Whoever did not come is waited for once more, and not again and again; a person may start it meanwhile.
        var limit = _missed switch
        {
            0 => patience.Return,
            1 => patience.Return / 2,
            _ => TimeSpan.FromSeconds(1),
        };
        await ExpectAsync(() => Next() is not null, limit, cancellationToken).ConfigureAwait(false);
        var next = Next();
        _missed = next is null ? _missed + 1 : 0;
        return next;
    }

    /// <summary>Waits for something that takes a running device.</summary>
    /// <returns>False where it does not happen within the time.</returns>
    public async Task<bool> ExpectAsync(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken)
    {
        _waiting = true;
        try
        {
            return await record.UntilAsync(condition, limit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _waiting = false;
        }
    }

    /// <summary>Cuts the device's connection without a packet, as a network does.</summary>
    /// <returns>The connection that was cut; null where there was none.</returns>
    public async Task<Visit?> DropAsync(CancellationToken cancellationToken)
    {
        if (Online is not { } visit)
            return null;
        Note($"drops the connection", $"断开连接");
        device.Drop("dropped by the judge");
        await record.UntilAsync(() => !visit.IsOnline && !device.IsOnline, TimeSpan.FromSeconds(5), cancellationToken)
            .ConfigureAwait(false);
        return visit;
    }

    /// <summary>Filters that the device holds in a connection: granted in it, or kept by its session.</summary>
    public IReadOnlyList<string> Granted(Visit visit)
    {
        var packets = record.Passages.Where(passage => ReferenceEquals(passage.Visit, visit)).ToList();
        var filters = new List<string>();
        foreach (var packet in packets)
        {
            if (packet.Kind == PassageKind.Unsubscribe)
                filters.RemoveAll(packet.Filters.Contains);
            if (packet.Kind == PassageKind.SubAck
                && packets.LastOrDefault(one => one.Kind == PassageKind.Subscribe && one.PacketId == packet.PacketId && one.At <= packet.At)
                    is { } asked)
            {
                filters.AddRange(asked.Filters.Zip(packet.Codes).Where(one => one.Second < 0x80).Select(one => one.First));
            }
        }

        return [.. filters.Distinct()];
    }
}
