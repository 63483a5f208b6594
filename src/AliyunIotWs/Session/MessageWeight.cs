namespace AliyunIotWs.Session;

/// <summary>What a message that is held weighs in memory.</summary>
internal static class MessageWeight
{
    // The objects around topic and payload, and their places in the queues.
    private const int Objects = 256;

    public static int Of(string topic, int payloadBytes) => payloadBytes + (sizeof(char) * topic.Length) + Objects;
}
