using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Session.Links;

/// <summary>
/// One accepted MQTT connection. Packets are queued by calls that never block and never throw: a link that has ended
/// drops them, and its end is told once by <see cref="RunAsync"/>.
/// </summary>
internal interface IMqttLink : IAnswerReader, IAsyncDisposable
{
    /// <summary>Where it goes.</summary>
    Uri Endpoint { get; }

    /// <summary>The broker kept a session for this client id (MQTT 3.1.1, section 3.2.2.2).</summary>
    bool SessionPresent { get; }

    /// <summary>More than the bound is waiting to be written; QoS 0 and QoS 1 senders have to wait.</summary>
    bool Congested { get; }

    /// <summary>Nothing is read to the observer because it asked for a pause.</summary>
    bool ReadingPaused { get; }

    /// <summary>When bytes last came in, as a timestamp of the connection's time provider.</summary>
    long LastReceived { get; }

    /// <summary>When bytes last went out, likewise.</summary>
    long LastSent { get; }

    /// <summary>
    /// When the way out last showed that it is alive, likewise: bytes that had to wait have left, or a ping that waits
    /// has come nearer or is out. Bytes that the operating system takes at once say nothing of the way.
    /// </summary>
    long LastHeadway { get; }

    /// <summary>Names who hears of what is written and read; once, before the first message is published.</summary>
    void Observe(ILinkObserver observer);

    /// <summary>Reads until the link ends, and says how it ended.</summary>
    Task<LinkEnd> RunAsync();

    void Publish(OutboundMessage message, bool duplicate);

    void Acknowledge(ushort packetId);

    void Subscribe(ushort packetId, IReadOnlyList<TopicRequest> topics);

    void Unsubscribe(ushort packetId, IReadOnlyList<string> filters);

    void Ping();

    /// <summary>Sends DISCONNECT, then closes the WebSocket; gives up politeness after <paramref name="patience"/>.</summary>
    Task CloseAsync(TimeSpan patience);

    /// <summary>Ends the link at once, with the reason that <see cref="RunAsync"/> then returns.</summary>
    void Abort(LinkEnd reason);
}
