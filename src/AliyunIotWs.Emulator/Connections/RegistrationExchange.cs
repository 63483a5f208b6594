using AliyunIotWs.Emulator.Cloud.Registration;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// A connection that is there for a registration only: the CONNECT is answered, the result is pushed, and the device goes,
/// or is cut off after 15 s. It opens no session, and the device that it names may be connected meanwhile.
/// </summary>
internal sealed class RegistrationExchange(PacketChannel channel, RegistrationDesk desk, TimeProvider time)
{
    /// <summary>How long the platform waits for the device to go.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // MQTT 3.1.1, section 3.2: no session present, return code 0.
    private static readonly byte[] s_accepted = [0x20, 0x02, 0x00, 0x00];
    private static readonly byte[] s_refused = [0x20, 0x02, 0x00, 0x04];

    // MQTT 3.1.1, section 3.13.
    private static readonly byte[] s_pong = [0xD0, 0x00];

    /// <summary>Runs until the connection is to end.</summary>
    /// <returns>Why it ends, for the log; null where the peer has ended it.</returns>
    public async Task<string?> RunAsync(RegistrationRequest request, CancellationToken cancellationToken)
    {
        if (RegistrationPush.Issue(desk, request) is not { } push)
        {
            await channel.SendFrameAsync(s_refused, cancellationToken).ConfigureAwait(false);
            return "the registration was refused";
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await channel.SendFrameAsync(s_accepted, both.Token).ConfigureAwait(false);
            var message = new MqttPublishPacket { Topic = push.Topic, PayloadSegment = push.Payload };
            await channel.SendAsync(message, both.Token).ConfigureAwait(false);
            while (await channel.ReceiveAsync(both.Token).ConfigureAwait(false) is { } packet)
            {
                if (packet is MqttDisconnectPacket)
                    return "the device disconnected";
                await AnswerAsync(packet, both.Token).ConfigureAwait(false);
            }

            return null;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return $"{Patience.TotalSeconds:0} s after a registration the connection is closed";
        }
    }

    // The result comes unasked; a client that subscribes all the same is not to wait for the answer.
    private async Task AnswerAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttPingReqPacket)
            await channel.SendFrameAsync(s_pong, cancellationToken).ConfigureAwait(false);
        if (packet is not MqttSubscribePacket subscribe)
            return;
        var answer = new MqttSubAckPacket
        {
            PacketIdentifier = subscribe.PacketIdentifier,
            ReasonCodes = subscribe.TopicFilters.ConvertAll(filter =>
                filter.Topic is RegistrationPush.SecretTopic or RegistrationPush.TokenTopic
                    ? MqttSubscribeReasonCode.GrantedQoS0
                    : MqttSubscribeReasonCode.UnspecifiedError),
        };
        await channel.SendAsync(answer, cancellationToken).ConfigureAwait(false);
    }
}
