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
            TopicAdvice.Of(message.Topic) is { } advice
                ? $"The platform drops a forbidden message without an answer. {advice}"
                : "Check that the device may publish on the topic: the platform drops a forbidden message without an answer, "
                  + "and an emulator has its reason in Get-IotEmulatorEvent. -TimeoutSeconds gives it more time.");
    }
}
