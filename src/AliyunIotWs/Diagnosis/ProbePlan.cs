namespace AliyunIotWs.Diagnosis;

/// <summary>What a try-out of a connection does once it is connected.</summary>
/// <param name="SubscribeTopic">To subscribe to.</param>
/// <param name="PublishTopic">To publish on.</param>
/// <param name="Payload">To publish.</param>
/// <param name="Obstacle">Why no CONNECT may be sent, and what to do; null: it may.</param>
internal sealed record ProbePlan(
    string SubscribeTopic,
    string PublishTopic,
    ReadOnlyMemory<byte> Payload,
    (string Finding, string Remedy)? Obstacle);
