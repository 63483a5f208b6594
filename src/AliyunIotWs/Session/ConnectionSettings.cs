using AliyunIotWs.Endpoints;
using AliyunIotWs.Recording;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Session;

/// <summary>Everything that one connection needs to be opened, and opened again after a loss.</summary>
internal sealed class ConnectionSettings
{
    private static readonly Func<double> s_jitter = Random.Shared.NextDouble;

    private int _place;
    private TimeSpan? _share;
    private bool? _isPlatform;
    private (string? DeviceName, string? ProductKey)? _device;

    public required string Name { get; init; }

    /// <summary>
    /// Where links go, at least one: the first link to the first that answers, each further one to the next in turn.
    /// </summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary>Where a link that is opened with these settings goes.</summary>
    public Uri Endpoint => Endpoints[_place];

    public required string MqttClientId { get; init; }

    /// <summary>Empty: an anonymous connect, without a password.</summary>
    public required string MqttUsername { get; init; }

    public required string MqttPassword { get; init; }

    /// <summary>1 to 65,535 seconds on the wire; the platform takes 30 to 1,200.</summary>
    public required int KeepAliveSeconds { get; init; }

    public bool CleanSession { get; init; }

    /// <summary>For a connect from the name look-up to the CONNACK, and for a SUBACK or UNSUBACK.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What one attempt to connect has of it: all, or its share where several endpoints are tried in turn.</summary>
    public TimeSpan ConnectTimeout => _share ?? Timeout;

    public bool Reconnect { get; init; } = true;

    public bool SinglePacketFrames { get; init; }

    /// <summary>Holds messages back to a rate; null: none is held back.</summary>
    public ISendPacer? Pacer { get; init; }

    /// <summary>The record of the packets, of all links that follow each other.</summary>
    public PacketTap Tap { get; } = new();

    public TlsSettings Tls { get; init; } = new();

    public ProxySettings Proxy { get; init; } = new();

    /// <summary>Headers of the WebSocket's request, beside those of the handshake.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>0 to 1, for the jitter of the back-off.</summary>
    public Func<double> Jitter { get; init; } = s_jitter;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An endpoint is one of the platform's own, whose limits are known.</summary>
    public bool IsPlatform => _isPlatform ??= Endpoints.Any(PlatformEndpoint.IsPlatform);

    /// <summary>An endpoint is an emulator's of this process, which drops what is over the platform's limits.</summary>
    public bool IsEmulated { get; init; }

    /// <summary>What is over the platform's limits for one message would get no answer.</summary>
    public bool HasPlatformLimits => IsPlatform || IsEmulated;

    public string? ProductKey => Split().ProductKey;

    public string? DeviceName => Split().DeviceName;

    /// <summary>Who connects, in words.</summary>
    public string Who => (DeviceName, MqttUsername) switch
    {
        ({ } device, _) => $"device '{device}'",
        (_, "") => "an anonymous client",
        _ => $"'{MqttUsername}'",
    };

    /// <summary>The same, for an attempt that has less time.</summary>
    public ConnectionSettings Within(TimeSpan share)
    {
        var shorter = (ConnectionSettings)MemberwiseClone();
        shorter._share = share;
        return shorter;
    }

    /// <summary>The same, for a link to the next endpoint; behind the last one comes the first.</summary>
    public ConnectionSettings Next()
    {
        if (Endpoints.Count == 1)
            return this;
        var next = (ConnectionSettings)MemberwiseClone();
        next._place = (_place + 1) % Endpoints.Count;
        return next;
    }

    private (string? DeviceName, string? ProductKey) Split() => _device ??= SplitUsername();

    private (string? DeviceName, string? ProductKey) SplitUsername()
    {
        int at = MqttUsername.IndexOf('&', StringComparison.Ordinal);
        return at < 0 ? (null, null) : (MqttUsername[..at], MqttUsername[(at + 1)..]);
    }
}
