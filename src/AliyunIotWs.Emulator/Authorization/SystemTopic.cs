namespace AliyunIotWs.Emulator.Authorization;

/// <summary>One class of the platform's own topics, and what a device may do with it.</summary>
/// <param name="Template">
/// With <c>{pk}</c> and <c>{dn}</c> for the device, <c>+</c> for any one level, <c>+_reply</c> for any one level that
/// ends so, and <c>#</c> for all that follows.
/// </param>
/// <param name="Access">Seen from the device.</param>
/// <param name="Delivery">Who is sent a message on it.</param>
internal sealed record SystemTopic(
    string Template, TopicAccess Access, TopicDelivery Delivery = TopicDelivery.Subscribed)
{
    /// <summary>The template, ready to be compared with topics.</summary>
    public TopicPattern Pattern { get; } = new(Template);

    /// <summary>True where the template itself is the only filter that is granted.</summary>
    public bool Verbatim { get; init; }

    public override string ToString() => Template;
}
