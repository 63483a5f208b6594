using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Cloud.Rrpc;

/// <summary>
/// What the cloud asks of devices. A call is sent before the method returns; its answer comes later, or does not. The
/// platform gives a device 8 s.
/// </summary>
internal sealed class CloudCalls(CloudContext cloud)
{
    /// <summary>The time that the platform gives a device to answer, and the longest that its interface takes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Bytes of a broadcast.</summary>
    public const int MostBroadcastBytes = 64 * 1024;

    /// <summary>Sets properties. The answer is the device's <c>set_reply</c>, for which the platform does not wait.</summary>
    public CloudCall SetProperties(DeviceEntry device, JsonElement values, TimeSpan limit) =>
        Ask(device, "/thing/service/property/set", "thing.service.property.set", values, limit);

    /// <summary>Invokes a service of the thing model.</summary>
    /// <param name="device">Whose service it is.</param>
    /// <param name="service">Its identifier.</param>
    /// <param name="arguments">An object.</param>
    /// <param name="synchronous">
    /// Over RRPC, or not; null leaves it to the thing model, and is asynchronous where that has no such service.
    /// </param>
    /// <param name="limit">Time for the answer.</param>
    public CloudCall Invoke(
        DeviceEntry device, string service, JsonElement arguments, bool? synchronous, TimeSpan limit)
    {
        string path = $"/thing/service/{service}";
        string method = $"thing.service.{service}";
        if (!(synchronous ?? cloud.Models.Find(device.Identity.ProductKey)?.IsSynchronous(service) ?? false))
            return Ask(device, path, method, arguments, limit);
        byte[] request = AlinkCall.Write(cloud.Ids.NextMessage(), method, arguments.WriteTo);

        // SDKs that announce ext=1 know no other way than this, those that do not know only the first (likely, not
        // documented for services). No second slash before sys, where a user topic has one.
        return device.TakesCustomRrpc
            ? Rrpc(device, id => $"{TopicAddress.CustomRrpc}{id}/sys/{device.Key}{path}", same: true, request, limit)
            : Rrpc(device, request, limit);
    }

    /// <summary>Sends an RRPC on the system's topic.</summary>
    public CloudCall Rrpc(DeviceEntry device, byte[] payload, TimeSpan limit) =>
        Rrpc(device, id => $"/sys/{device.Key}/rrpc/request/{id}", same: false, payload, limit);

    /// <summary>Sends an RRPC on a topic of the device's own, which needs a client that announced <c>ext=1</c>.</summary>
    /// <param name="device">Who is called.</param>
    /// <param name="topic">Such as <c>/{productKey}/{deviceName}/user/get</c>.</param>
    /// <param name="payload">Of any form.</param>
    /// <param name="limit">Time for the answer.</param>
    public CloudCall Rrpc(DeviceEntry device, string topic, byte[] payload, TimeSpan limit)
    {
        if (!device.IsOnline || device.TakesCustomRrpc)
            return Rrpc(device, id => CustomTopic(device, id, topic), same: true, payload, limit);
        string id = cloud.Ids.NextRrpc();
        const string Reason = "the client id did not announce ext=1, so that no RRPC on a topic of its own is sent to it";
        return new(device, CustomTopic(device, id, topic), id, Task.FromResult(TimedOut(device, Reason)));
    }

    /// <summary>Sends to all devices of a product that are online, whatever they have subscribed to.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException">The payload is too long.</exception>
    public int Broadcast(string productKey, byte[] payload)
    {
        if (payload.Length > MostBroadcastBytes)
        {
            throw new ArgumentException(
                $"A broadcast has {MostBroadcastBytes} bytes at most, this one has {payload.Length}.", nameof(payload));
        }

        string id = cloud.Ids.NextRrpc();
        return cloud.Devices.All.Count(device =>
            device.IsOnline && device.Identity.ProductKey == productKey
            && cloud.Delivery.Send(
                device, $"/sys/{device.Key}/broadcast/request/{id}", payload, subscribed: true) is null);
    }

    // The page on custom RRPC puts a slash before the topic's own, and shows an example with one of them alone. SDKs know
    // the one or the other, and subscribe to it; two are the rule.
    private static string CustomTopic(DeviceEntry device, string id, string topic)
    {
        string twice = $"{TopicAddress.CustomRrpc}{id}/{topic}";
        string once = $"{TopicAddress.CustomRrpc}{id}/{topic.TrimStart('/')}";
        return device.HasSubscribedTo(once) && !device.HasSubscribedTo(twice) ? once : twice;
    }

    private CloudCall Ask(DeviceEntry device, string path, string method, JsonElement parameters, TimeSpan limit)
    {
        string id = cloud.Ids.NextMessage();
        string topic = $"/sys/{device.Key}{path}";
        byte[] request = AlinkCall.Write(id, method, parameters.WriteTo);
        return new(device, topic, id, SendAsync(device, topic, request, (topic + "_reply", id), limit));
    }

    private CloudCall Rrpc(
        DeviceEntry device, Func<string, string> topicOf, bool same, byte[] request, TimeSpan limit)
    {
        string id = cloud.Ids.NextRrpc();
        string topic = topicOf(id);
        string answer = same ? topic : topic.Replace("/rrpc/request/", "/rrpc/response/", StringComparison.Ordinal);
        return new(device, topic, id, SendAsync(device, topic, request, (answer, string.Empty), limit));
    }

    private async Task<CallOutcome> SendAsync(
        DeviceEntry device, string topic, byte[] request, (string Topic, string Id) answer, TimeSpan limit)
    {
        if (!device.IsOnline)
        {
            var (status, reason) = device.IsMissed
                ? (CallStatus.HalfConn, "the connection of the device was lost less than one keep-alive ago")
                : (CallStatus.Offline, "the device is offline");
            cloud.Events.Add(EmulatorEventCode.DeviceOffline, $"{topic}: {reason}", device.Identity);
            return new(status, [], reason);
        }

        if (!cloud.Pending.TryBegin(answer.Topic, answer.Id, out var pending))
            return TimedOut(device, "too many calls wait for an answer");
        try
        {
            // QoS 0: what does not arrive now never does, so that there is nothing to wait for.
            if (cloud.Delivery.Send(device, topic, request) is { } fault)
                return TimedOut(device, $"the request on {topic} did not reach it: {fault}");
            byte[] bytes = await pending.WaitAsync(limit, cloud.Time).ConfigureAwait(false);
            return new(CallStatus.Success, bytes, null);
        }
        catch (TimeoutException)
        {
            return TimedOut(device, $"no answer on {answer.Topic} within {limit.TotalSeconds:0.###} s");
        }
        finally
        {
            cloud.Pending.End(answer.Topic, answer.Id);
        }
    }

    private CallOutcome TimedOut(DeviceEntry device, string reason)
    {
        cloud.Events.Add(EmulatorEventCode.RrpcTimeout, reason, device.Identity);
        return new(CallStatus.Timeout, [], reason);
    }
}
