namespace AliyunIotWs.Emulator.Cloud;

/// <summary>A line of the table who answers which topic.</summary>
/// <param name="Topic">
/// The topic with <c>{pk}</c> and <c>{dn}</c>, and with <c>{id}</c> where a level, or its begin, may be anything.
/// </param>
/// <param name="Reply">The topic that answers go to, with the same placeholders; null where there is no answer.</param>
/// <param name="Serve">Takes the message; must not wait.</param>
internal sealed record CloudRoute(string Topic, string? Reply, Action<CloudMessage> Serve);
