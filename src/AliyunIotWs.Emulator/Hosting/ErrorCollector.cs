using AliyunIotWs.Emulator.Events;
using MQTTnet.Diagnostics.Logger;

namespace AliyunIotWs.Emulator.Hosting;

/// <summary>Takes from the MQTT server's log what is an error, which would otherwise go unseen.</summary>
internal sealed class ErrorCollector(EmulatorEventLog events) : IMqttNetLogger
{
    public bool IsEnabled => true;

    public void Publish(
        MqttNetLogLevel logLevel, string source, string message, object[]? parameters, Exception? exception)
    {
        if (logLevel == MqttNetLogLevel.Error)
        {
            string cause = exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
            events.Add(EmulatorEventCode.InternalError, $"{source}: {message}{cause}");
        }
    }
}
