using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Systematic.Model;

/// <summary>A session over links of the model, with no network and no clock that moves.</summary>
internal static class ModelSession
{
    public static Task<DeviceSession> ConnectAsync(IMqttLinkFactory links) => DeviceSession.ConnectAsync(
        new ConnectionSettings
        {
            Name = "device",
            Endpoints = [new Uri("ws://model/"), new Uri("ws://other/")],
            MqttClientId = "c",
            MqttUsername = "u",
            MqttPassword = "p",
            KeepAliveSeconds = 60,
            Timeout = Timeout.InfiniteTimeSpan,
            Jitter = () => 0,
            Time = new StillTime(),
        },
        links,
        new Progress<string>(),
        default);
}
