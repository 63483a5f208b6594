using AliyunIotWs.Endpoints;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Reads endpoints. The rows of a fleet name one broker, or a few products in blocks, so what came last comes again:
/// it is read once, and its connections share one address.
/// </summary>
internal sealed class RecentEndpoint
{
    private (string Text, IotTransport Transport, Uri Endpoint)? _last;

    public Uri Parse(string text, IotTransport transport)
    {
        if (_last is { } last && last.Text == text && last.Transport == transport)
            return last.Endpoint;
        var endpoint = EndpointText.Parse(text, transport).Endpoint;
        _last = (text, transport, endpoint);
        return endpoint;
    }
}
