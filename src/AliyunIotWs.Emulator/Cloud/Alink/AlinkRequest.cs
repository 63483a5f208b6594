using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>
/// A request of a device: <c>{"id","version","method","params","sys":{"ack"}}</c>. It lives no longer than the document
/// that it was read from; whoever keeps a part of it keeps a clone.
/// </summary>
/// <param name="Id">As it was sent; a number as its text. Empty where there is none.</param>
/// <param name="Method">As it was sent; null where there is none, which the platform takes from its C SDK.</param>
/// <param name="Params">Undefined where there are none.</param>
/// <param name="WantsReply">False where <c>sys.ack</c> is 0.</param>
internal readonly record struct AlinkRequest(string Id, string? Method, JsonElement Params, bool WantsReply)
{
    /// <summary>What stands for a request that could not be read.</summary>
    public static AlinkRequest Unread { get; } = new(string.Empty, null, default, WantsReply: true);

    /// <param name="root">An object.</param>
    /// <param name="usual">The method that most have, which spares a string for each.</param>
    public static AlinkRequest From(JsonElement root, string? usual = null)
    {
        // The id is not checked to be a number: the platform's JavaScript SDK sends "7|exp-topic|/sys/…/post_reply"
        // and gets it back; some of the platform's pages send a JSON number and get text back.
        var method = root.Member("method");
        bool isUsual = usual is not null && method.ValueKind == JsonValueKind.String && method.ValueEquals(usual);
        return new(
            root.Text("id") ?? string.Empty,
            isUsual ? usual : root.Text("method"),
            root.Member("params"),
            root.Member("sys").Text("ack") != "0");
    }
}
