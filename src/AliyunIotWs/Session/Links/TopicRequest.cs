namespace AliyunIotWs.Session.Links;

/// <summary>One topic filter of a SUBSCRIBE packet with the quality of service asked for.</summary>
internal readonly record struct TopicRequest(string Filter, int Qos);
