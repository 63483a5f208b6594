namespace AliyunIotWs;

/// <summary>What became of one sent message: acknowledged at QoS 1, written at QoS 0.</summary>
public sealed class IotPublishReceipt
{
    internal IotPublishReceipt(
        string connectionName, string topic, int qos, int bytes, TimeSpan latency, int attempts)
    {
        ConnectionName = connectionName;
        Topic = topic;
        Qos = qos;
        Bytes = bytes;
        LatencyMilliseconds = latency.TotalMilliseconds;
        Attempts = attempts;
    }

    /// <summary>The name of the connection that it went over.</summary>
    public string ConnectionName { get; }

    /// <summary>The topic with its placeholders filled in.</summary>
    public string Topic { get; }

    /// <summary>The quality of service, 0 or 1.</summary>
    public int Qos { get; }

    /// <summary>The size of the payload in bytes.</summary>
    public int Bytes { get; }

    /// <summary>
    /// Milliseconds from the moment it was handed over to its PUBACK (QoS 1) or until its bytes were written (QoS 0).
    /// </summary>
    public double LatencyMilliseconds { get; }

    /// <summary>How often it was sent: more than 1 after a reconnect.</summary>
    public int Attempts { get; }

    /// <summary>Topic, QoS and size.</summary>
    public override string ToString() => $"{Topic} (QoS {Qos}, {Bytes} bytes)";
}
