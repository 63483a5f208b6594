using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Cloud.ThingModel;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>
/// The device is asked what it has subscribed to: to set a property, to serve a service, to answer an RRPC. It is asked
/// about what it has posted, or what its thing model has.
/// </summary>
internal sealed class CallScene : Scene
{
    // A property for devices of which none is known.
    private const string Unknown = "judge";

    private readonly List<AskedCall> _calls = [];

    /// <summary>What was asked; nothing where the device takes no calls.</summary>
    public IReadOnlyList<AskedCall> Calls => _calls;

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await StageAsync(trial, cancellationToken).ConfigureAwait(false) is null)
            return;
        var model = trial.Server.Cloud.Context.Models.Find(trial.Device.Identity.ProductKey);
        SetProperty(trial);
        CallServices(trial, model);
        CallOverRrpc(trial);
        if (_calls.Count == 0)
            return;
        trial.Tell(
            $"asks the device on {string.Join(", ", _calls.Select(call => call.Call.Topic))}",
            $"向设备发起调用：{string.Join("、", _calls.Select(call => call.Call.Topic))}");
        await Task.WhenAll(_calls.Select(call => call.Call.Completion)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A property that the device can be asked to set, with a value as JSON that changes nothing where one is known.</summary>
    public static (string Name, string Value) Settable(Trial trial)
    {
        var model = trial.Server.Cloud.Context.Models.Find(trial.Device.Identity.ProductKey);
        return ModelSample.Property(model?.Root, Posted(trial)) ?? (Unknown, "0");
    }

    private void Ask(Trial trial, CallKind kind, bool isKnown, Func<CloudCall> start)
    {
        var now = trial.Record.Now;
        trial.Note($"calls: {kind}", $"发起调用：{kind}");
        _calls.Add(new AskedCall(kind, start(), isKnown, now));
    }

    private void SetProperty(Trial trial)
    {
        if (!trial.Device.Takes($"/sys/{trial.Device.Key}/thing/service/property/set"))
            return;
        var (name, value) = Settable(trial);
        bool isKnown = name != Unknown;
        using var values = JsonDocument.Parse($"{{{JsonSerializer.Serialize(name)}:{value}}}");
        var given = values.RootElement.Clone();
        Ask(trial, CallKind.PropertySet, isKnown, () =>
            trial.Server.Cloud.Calls.SetProperties(trial.Device, given, CloudCalls.Longest));
    }

    private void CallServices(Trial trial, Tsl? model)
    {
        string begin = $"/sys/{trial.Device.Key}/thing/service/";
        var known = ModelSample.Services(model?.Root).ToList();
        foreach (bool synchronous in new[] { false, true })
        {
            var service = known.FirstOrDefault(one => one.Synchronous == synchronous
                && trial.Device.Takes(synchronous ? $"/sys/{trial.Device.Key}/rrpc/request/1" : begin + one.Name));
            if (service.Name is not null)
                Invoke(trial, service.Name, service.Input, synchronous);
        }

        // Without a thing model, a device says by its subscription which service it has.
        string? subscribed = trial.Device.Subscriptions.FirstOrDefault(filter =>
            filter.StartsWith(begin, StringComparison.Ordinal) && filter[begin.Length..].IndexOfAny(['/', '+', '#']) < 0
            && !filter.EndsWith("_reply", StringComparison.Ordinal));
        if (known.Count == 0 && subscribed is not null)
            Invoke(trial, subscribed[begin.Length..], "{}", synchronous: false);
    }

    private void Invoke(Trial trial, string name, string input, bool synchronous)
    {
        using var arguments = JsonDocument.Parse(input);
        var given = arguments.RootElement.Clone();
        Ask(trial, synchronous ? CallKind.Rrpc : CallKind.Service, isKnown: true, () =>
            trial.Server.Cloud.Calls.Invoke(trial.Device, name, given, synchronous, CloudCalls.Longest));
    }

    private void CallOverRrpc(Trial trial)
    {
        if (_calls.Any(call => call.Kind == CallKind.Rrpc) || !trial.Device.HasSubscribedTo($"/sys/{trial.Device.Key}/rrpc/request/1"))
            return;
        byte[] request = Encoding.UTF8.GetBytes(
            """{"method":"thing.service.judge","id":"1","params":{},"version":"1.0.0"}""");
        Ask(trial, CallKind.Rrpc, isKnown: false, () =>
            trial.Server.Cloud.Calls.Rrpc(trial.Device, request, CloudCalls.Longest));
    }

    // The values that the device has posted last, as JSON.
    private static Dictionary<string, string> Posted(Trial trial)
    {
        var posted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in trial.Record.Messages)
        {
            if (message.Topic != $"/sys/{trial.Device.Key}/thing/event/property/post")
                continue;
            using var document = message.Read();
            var values = document?.RootElement.Member("params") ?? default;
            if (values.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var property in values.EnumerateObject())
            {
                var value = property.Value.Member("value") is { ValueKind: not JsonValueKind.Undefined } inner
                    ? inner
                    : property.Value;
                posted[property.Name] = value.GetRawText();
            }
        }

        return posted;
    }
}
