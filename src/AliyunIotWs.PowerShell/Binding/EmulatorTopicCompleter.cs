using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.PowerShell.Commands;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Completes the topics of an emulator's devices: with <c>+</c> in the place of the device to receive on, with placeholders
/// where devices are named beside, and with the devices' own names.
/// </summary>
public sealed class EmulatorTopicCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        bool receives = commandName.StartsWith("Receive", StringComparison.OrdinalIgnoreCase);
        IotEmulator[] emulators = [.. Lookups.Emulators.Named(fakeBoundParameters[nameof(EmulatorCmdlet.Emulator)])];
        var fixedOnes = receives ? DeviceTopics.Up : DeviceTopics.Down.Where(topic => topic.IndexOfAny(['+', '#']) < 0);
        string[] classes = [.. fixedOnes.Concat(emulators.SelectMany(e => Own(e, receives))).Distinct()];
        var devices = emulators.SelectMany(emulator => emulator.Server.Devices)
            .SelectMany(device => classes.Select(
                topic => DeviceTopics.Of(topic, device.ProductKey, device.DeviceName)));
        var all = classes.Select(topic => receives ? DeviceTopics.Of(topic, "+", "+") : topic);
        return Completion.Of(all.Concat(devices), wordToComplete);
    }

    // What the products of the devices define themselves.
    private static IEnumerable<string> Own(IotEmulator emulator, bool receives)
    {
        var access = receives ? TopicAccess.Publish : TopicAccess.Subscribe;
        var directory = emulator.Server.Cloud.Context.Devices;
        return emulator.Server.Devices.Select(device => device.ProductKey).Distinct()
            .SelectMany(key => directory.FindProduct(key)?.Topics ?? [])
            .Where(topic => topic.Access.HasFlag(access))
            .Select(topic => "/{ProductKey}/{DeviceName}" + topic.Path);
    }
}
