using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>
/// Makes lines of the table out of services that speak Alink: reads the request, asks the service, and sends the reply
/// on the request's topic with <c>_reply</c>.
/// </summary>
internal sealed class AlinkRoutes(CloudContext cloud)
{
    /// <param name="topic">Of the request.</param>
    /// <param name="answer">The service.</param>
    /// <param name="methodIsOptional">
    /// True where a reply to a request without a method has none either; else it gets the one that follows from the
    /// topic, which is a guess: no log shows such a reply.
    /// </param>
    public CloudRoute Route(
        string topic, Func<CloudMessage, AlinkRequest, AlinkAnswer> answer, bool methodIsOptional = false)
    {
        string usual = MethodOf(topic);
        return new(topic, topic + "_reply", message => Serve(message, answer, usual, methodIsOptional));
    }

    private void Serve(
        CloudMessage message, Func<CloudMessage, AlinkRequest, AlinkAnswer> serve, string usual, bool methodIsOptional)
    {
        using var document = CompactJson.TryRead(message.Payload);
        var request = document?.RootElement.ValueKind == JsonValueKind.Object
            ? AlinkRequest.From(document.RootElement, usual)
            : AlinkRequest.Unread;
        var answer = document is null ? Unreadable(message) : serve(message, request);
        if (answer.Code != AlinkCode.Success)
            cloud.Rejected(message, answer.Code, answer.Reason ?? answer.Message);
        if (cloud.Objection?.Invoke(message.Device) is { } objection)
            answer = objection;
        if (!request.WantsReply)
            return;
        string? method = request.Method ?? (methodIsOptional ? null : MethodOf(message.Topic));
        cloud.Delivery.Reply(
            message,
            message.Address.ReplyTopic,
            new AlinkReply(answer, request.Id, method),
            static reply => reply.Write());
    }

    // What is no JSON has no id to be answered with. The page on device error codes has 460 for what is empty and 6207
    // for what is no JSON; whether the platform answers at all is not known, so that this is the likelier half.
    private static AlinkAnswer Unreadable(CloudMessage message) => message.Payload.IsEmpty
        ? AlinkAnswer.BadParameter
        : AlinkAnswer.Error(AlinkCode.NotJson, "the data is not in JSON format");

    private static string MethodOf(string topic) => string.Join('.', topic.Split('/')[4..]);
}
