using AliyunIotWs.Errors;

namespace AliyunIotWs.Endpoints;

/// <summary>
/// The gateway of the platform: <c>{productKey}.iot-as-mqtt.{region}.aliyuncs.com:443</c> for the public instance,
/// <c>{instanceId}.mqtt.iothub.aliyuncs.com:443</c> for instances of one's own.
/// </summary>
internal static class PlatformEndpoint
{
    public const string DefaultRegion = "cn-shanghai";
    public const int Port = 443;

    /// <summary>The regions that the platform's page names; others may be typed.</summary>
    public static readonly string[] Regions =
    [
        "cn-shanghai", "cn-beijing", "cn-shenzhen", "ap-southeast-1", "ap-northeast-1", "us-west-1", "us-east-1",
        "eu-central-1",
    ];

    // A fleet is of one product: its gateway is worked out once.
    private static Known? s_last;

    public static Uri For(string productKey, string? region, string? instanceId, IotTransport transport)
    {
        if (s_last is { } known && known.ProductKey == productKey && known.Region == region
            && known.InstanceId == instanceId && known.Transport == transport)
        {
            return known.Endpoint;
        }

        var endpoint = Create(productKey, region, instanceId, transport);
        s_last = new Known(productKey, region, instanceId, transport, endpoint);
        return endpoint;
    }

    /// <summary>Where devices register over HTTPS; documented for one region, and of the same form for others.</summary>
    public static Uri ForRegistration(string? region) =>
        new($"https://iot-auth.{Label(region, DefaultRegion, "region")}.aliyuncs.com/auth/register/device");

    /// <summary>The platform's own hosts, where its published limits hold.</summary>
    public static bool IsPlatform(Uri endpoint) =>
        endpoint.IdnHost.EndsWith(".aliyuncs.com", StringComparison.OrdinalIgnoreCase);

    private static Uri Create(string productKey, string? region, string? instanceId, IotTransport transport)
    {
        string host = string.IsNullOrEmpty(instanceId)
            ? $"{productKey}.iot-as-mqtt.{Label(region, DefaultRegion, "region")}.aliyuncs.com"
            : $"{Label(instanceId, null, "instance id")}.mqtt.iothub.aliyuncs.com";
        string scheme = transport == IotTransport.Wss ? "wss" : "ws";
        return Uri.TryCreate($"{scheme}://{host}:{Port}/", UriKind.Absolute, out var uri)
            && string.Equals(uri.Host, host, StringComparison.OrdinalIgnoreCase)
            ? uri
            : throw new IotException(
                IotErrorId.InvalidEndpoint,
                $"'{host}' is no host name.",
                "Check the product key, the region and the instance id, or give -Endpoint.");
    }

    private static string Label(string? value, string? fallback, string what)
    {
        string label = string.IsNullOrEmpty(value) ? fallback! : value;
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                throw new IotException(
                    IotErrorId.InvalidEndpoint,
                    $"The {what} '{label}' contains a character that a host name can not have.",
                    $"Give the {what} as the console shows it, for instance '{fallback ?? "iot-0a1b2c3d"}'.");
            }
        }

        return label;
    }

    private sealed record Known(
        string ProductKey, string? Region, string? InstanceId, IotTransport Transport, Uri Endpoint);
}
