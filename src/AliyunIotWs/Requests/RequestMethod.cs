namespace AliyunIotWs.Requests;

/// <summary>
/// What a device can ask of the platform, and where. In the topics stand {ProductKey} and {DeviceName}.
/// </summary>
/// <param name="Name">Such as <c>thing.event.property.post</c>.</param>
/// <param name="Topic">To publish on.</param>
/// <param name="ReplyTopic">Null where the platform does not reply.</param>
/// <param name="Form">The form of request and reply.</param>
/// <param name="TakesList">Its params are a list, also of one.</param>
/// <param name="OfSubDevices">Its params name sub-devices of a gateway.</param>
/// <param name="Signature">Each of them signs, and this is how the platform spells the name of its sign method.</param>
/// <param name="Qos">Null: as the caller wishes.</param>
internal sealed record RequestMethod(
    string Name,
    string Topic,
    string? ReplyTopic,
    RequestForm Form,
    bool TakesList = false,
    bool OfSubDevices = false,
    string? Signature = null,
    int? Qos = null)
{
    /// <summary>What is asked on a topic of one's own: it has no other name, its replies have no id.</summary>
    public static RequestMethod On(string topic, string replyTopic) => new(topic, topic, replyTopic, RequestForm.Raw);

    /// <summary>False for what is asked on a topic of one's own.</summary>
    public bool IsOfPlatform => Name != Topic;
}
