using AliyunIotWs.Errors;

namespace AliyunIotWs.Session.Outgoing;

/// <summary>A message on its way out, from the pipeline to its acknowledgement.</summary>
internal sealed class OutboundMessage(
    PublishBatch batch, string topic, ReadOnlyMemory<byte> payload, int qos, object? source, long startedAt)
{
    public PublishBatch Batch { get; } = batch;

    public string Topic { get; } = topic;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public int Qos { get; } = qos;

    /// <summary>What it takes of the window's bytes.</summary>
    public int Weight => MessageWeight.Of(Topic, Payload.Length);

    /// <summary>What the user handed over: the target of an error record.</summary>
    public object? Source { get; } = source;

    /// <summary>The connection that it goes over.</summary>
    public string ConnectionName { get; init; } = string.Empty;

    public long StartedAt { get; } = startedAt;

    public long CompletedAt { get; set; }

    /// <summary>No other follows: the sender waits for this one now.</summary>
    public bool Alone { get; init; }

    /// <summary>Its end is reported also where the batch keeps no receipts.</summary>
    public bool NeedsReceipt { get; init; }

    /// <summary>1 to the size of the window while in flight at QoS 1 (MQTT 3.1.1, section 2.3.1).</summary>
    public ushort PacketId { get; set; }

    /// <summary>The place in the order of sending, kept over reconnects.</summary>
    public long Sequence { get; set; }

    public int Attempts { get; set; }

    public IotException? Failure { get; set; }
}
