using System.Net.WebSockets;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Cloud.ThingModel;
using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Faults;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Emulator.Messages;
using AliyunIotWs.Fuzz.Bytes;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace AliyunIotWs.Fuzz.Feeding;

/// <summary>
/// The emulator's side of one connection without its listener and without the MQTT server, whose answers are given
/// here.
/// </summary>
internal sealed class EmulatorRoom
{
    private readonly EmulatorEventLog _events = new(TimeProvider.System);
    private readonly LinkFactory _links;

    public EmulatorRoom()
    {
        var time = TimeProvider.System;
        var registry = new DeviceRegistry(time, new ProductCatalog([], lenient: false));
        registry.Add([new EmulatorDevice(Credential.ProductKey, Credential.DeviceName, Credential.Secret)]);
        // Without a session nothing is delivered; the services read and keep what is published all the same.
        var delivery = new DeviceDelivery(_ => Task.FromResult<MqttSessionStatus>(null!), _events);
        var files = new FileShelf(new Uri("wss://localhost:1/"));
        var cloud = new CloudServices(
            new CloudContext(registry, delivery, _events, new ThingModelCatalog([]), files, EmulatorLimits.Off, time));
        var options = new EmulatorOptions { Limits = EmulatorLimits.Off };
        _links = new LinkFactory(
            new ConnectVerifier(registry, new RegistrationVerifier(cloud.Registration), options),
            cloud,
            new PublishIntake(new EmulatorInbox(), cloud, _events, time),
            new FaultBoard(),
            _events,
            options);
    }

    /// <summary>Serves a connection to its end.</summary>
    /// <param name="stream">After the upgrade.</param>
    /// <param name="mayEnter">False where letting it in breaks the most important invariant.</param>
    public async Task<Outcome> ServeAsync(FedStream stream, bool mayEnter)
    {
        var options = new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };
        var socket = WebSocket.CreateFromStream(stream, options);
        using var link = _links.Create(new WebSocketByteChannel(socket, "ws"), null, secure: false, () => { });
        bool entered = false;
        bool answered = false;
        while (await link.ReceivePacketAsync(CancellationToken.None) is { } packet)
        {
            if (packet is MqttConnectPacket)
            {
                answered = true;
                entered = link.Answer == MqttConnectReasonCode.Success;
            }

            if (AnswerTo(packet, link) is { } answer)
                await link.SendPacketAsync(answer, CancellationToken.None);
            if (!entered || packet is MqttDisconnectPacket)
                break;
        }

        await link.DisconnectAsync(CancellationToken.None);
        link.Leave();
        BrokenInvariantException.ThrowUnless(mayEnter || !entered, "let in without a right signature");
        foreach (var line in _events.Snapshot())
        {
            BrokenInvariantException.ThrowUnless(
                line.Code != EmulatorEventCode.InternalError, $"internal error: {line.Message}");
            BrokenInvariantException.ThrowUnless(
                !line.Message.Contains(Credential.Secret, StringComparison.Ordinal), "the log shows the secret");
        }

        return entered && stream.ReadToEnd ? Outcome.Accepted
            : answered && !entered ? Outcome.Refused
            : Outcome.Ended;
    }

    private static MqttPacket? AnswerTo(MqttPacket packet, DeviceLink link) => packet switch
    {
        MqttConnectPacket => new MqttConnAckPacket
        {
            ReasonCode = link.Answer,
            ReturnCode = link.Answer == MqttConnectReasonCode.Success
                ? MqttConnectReturnCode.ConnectionAccepted
                : MqttConnectReturnCode.ConnectionRefusedNotAuthorized,
        },
        MqttSubscribePacket subscribe => new MqttSubAckPacket { PacketIdentifier = subscribe.PacketIdentifier },
        MqttUnsubscribePacket unsubscribe => new MqttUnsubAckPacket { PacketIdentifier = unsubscribe.PacketIdentifier },
        MqttPingReqPacket => MqttPingRespPacket.Instance,
        _ => null,
    };
}
