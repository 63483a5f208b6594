using System.Globalization;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.Topics;

namespace AliyunIotWs.Session.Outgoing;

/// <summary>The error of a message that nobody acknowledged in time, with the cause where one is known.</summary>
internal static class PublishTimeout
{
    public static IotException Of(OutboundMessage message, TimeSpan limit, IotException? outage)
    {
        string late = string.Create(
            CultureInfo.InvariantCulture,
            $"The message to '{message.Topic}' was not {(message.Qos > 0 ? "acknowledged" : "written")} within {limit.TotalSeconds:0.###} s");
        if (outage is not null)
        {
            return new IotException(
                IotErrorId.PublishTimeout, $"{late}: the connection is down. {outage.Message}", outage.Remedy, outage);
        }

        if (PlatformLimits.FaultOf(message.Topic, message.Payload.Length) is { } fault)
        {
            return new IotException(
                IotErrorId.PublishTimeout,
                $"{late}. {fault.Message} What is over it gets no answer.",
                fault.Remedy,
                fault);
        }

        return new IotException(
            IotErrorId.PublishTimeout,
            $"{late}.",
            "The platform drops a message without an answer where the device has no right to publish on the topic. "
            + (TopicAdvice.Of(message.Topic)
                ?? "Check the topic class in the console, and the connection with Get-IotMqttConnection; an emulator has its "
                + "reason in Get-IotEmulatorEvent. -TimeoutSeconds gives it more time."));
    }
}
