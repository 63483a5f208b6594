using System.Globalization;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.Time;

/// <summary>Tells a device the time.</summary>
internal sealed class NtpService(CloudContext cloud)
{
    public static IEnumerable<CloudRoute> Routes(CloudContext cloud) =>
        [new("/ext/ntp/{pk}/{dn}/request", "/ext/ntp/{pk}/{dn}/response", new NtpService(cloud).Answer)];

    // Text or numbers, as the device sent its own time (sure); the order of the keys is that of one log. What has no
    // deviceSendTime gets no answer: there is no error form.
    private void Answer(CloudMessage message)
    {
        long received = cloud.Milliseconds;
        using var document = CompactJson.TryRead(message.Payload);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("deviceSendTime", out var sent))
        {
            return;
        }

        bool asText = sent.ValueKind == JsonValueKind.String;
        string topic = message.Topic[..message.Topic.LastIndexOf('/')] + "/response";
        cloud.Delivery.Reply(message, topic, () => CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("deviceSendTime");
            sent.WriteTo(json);
            Write(json, "serverSendTime", cloud.Milliseconds, asText);
            Write(json, "serverRecvTime", received, asText);
            json.WriteEndObject();
        }));
    }

    private static void Write(Utf8JsonWriter json, string name, long time, bool asText)
    {
        if (asText)
            json.WriteString(name, time.ToString(CultureInfo.InvariantCulture));
        else
            json.WriteNumber(name, time);
    }
}
