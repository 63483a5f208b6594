using AliyunIotWs.Emulator.Authentication;
using MQTTnet.Formatter;

namespace AliyunIotWs.Emulator.Judging.Recording;

/// <summary>A CONNECT as it was sent; of the password its length alone.</summary>
/// <param name="At">When it came.</param>
/// <param name="Transport">ws, wss, tcp or tls.</param>
/// <param name="Version">Of the protocol.</param>
/// <param name="ClientId">The whole of it.</param>
/// <param name="UserName">As sent.</param>
/// <param name="PasswordLength">Characters.</param>
/// <param name="KeepAlive">Seconds.</param>
/// <param name="Clean">Clean session.</param>
/// <param name="Will">True where it has one.</param>
/// <param name="Verdict">What the platform thinks of it, which may not be what it was answered with.</param>
internal sealed record ConnectFacts(
    TimeSpan At,
    string Transport,
    MqttProtocolVersion Version,
    string ClientId,
    string UserName,
    int PasswordLength,
    int KeepAlive,
    bool Clean,
    bool Will,
    ConnectVerdict Verdict)
{
    /// <summary>Why the platform refuses it; null where it does not.</summary>
    public string? Fault(string begin) =>
        !Verdict.Accepted && Verdict.Reason.StartsWith(begin, StringComparison.Ordinal) ? Verdict.Reason : null;
}
