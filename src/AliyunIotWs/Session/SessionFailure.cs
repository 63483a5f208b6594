using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session;

/// <summary>The words for the ways in which a session loses its link or ends.</summary>
internal static class SessionFailure
{
    public static IotException NotConnected(ConnectionSettings settings) => new(
        IotErrorId.NotConnected,
        $"The connection '{settings.Name}' is closed.",
        "Connect again with Connect-IotMqtt.");

    /// <summary>Of several endpoints, one failure each.</summary>
    public static IotException NoneAnswered(IReadOnlyList<IotException> failures) => new(
        failures.All(f => f.Id == failures[0].Id) ? failures[0].Id : IotErrorId.ConnectFailed,
        $"None of the {failures.Count} endpoints let the connection in. "
        + string.Join(' ', failures.Select(f => f.Message)),
        string.Join(' ', failures.Select(f => f.Remedy).Distinct(StringComparer.Ordinal)),
        failures[^1]);

    public static IotException Lost(ConnectionSettings settings, Uri endpoint, LinkEnd end) => new(
        IotErrorId.ConnectionLost,
        $"The connection '{settings.Name}' to {endpoint.Authority} was lost: {end.Reason}.",
        settings.Reconnect
            ? "It connects again by itself; Get-IotMqttConnection shows the state."
            : "Connect again, or omit -NoReconnect so that the module does it.",
        end.Cause);

    public static IotException TakenOver(ConnectionSettings settings, LinkEnd end) => new(
        IotErrorId.ConnectionTakenOver,
        $"The connection '{settings.Name}' was closed within seconds of each connect, again and again; "
        + $"the last time: {end.Reason}. Another program may be using the same product key and device name.",
        "Stop the other program, or give each its own device. This one goes on, and connects more slowly until a "
        + "connection holds.",
        end.Cause);

    public static IotException Unexpected(ConnectionSettings settings, Exception cause) => new(
        IotErrorId.ConnectionLost,
        $"The connection '{settings.Name}' ended through a fault of the module: {cause.Message}",
        "Connect again with Connect-IotMqtt, and report this with the inner exception of the error.",
        cause);
}
