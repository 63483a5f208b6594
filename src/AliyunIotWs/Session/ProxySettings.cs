using System.Net;

namespace AliyunIotWs.Session;

/// <summary>The HTTP proxy in between: a given one, none at all, or what the environment names.</summary>
internal sealed class ProxySettings
{
    public Uri? Address { get; init; }

    public ICredentials? Credentials { get; init; }

    public bool Bypass { get; init; }
}
