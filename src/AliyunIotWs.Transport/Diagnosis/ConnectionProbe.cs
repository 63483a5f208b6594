using System.Globalization;
using AliyunIotWs.Diagnosis;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Transport.Dialing;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Transport.Diagnosis;

/// <summary>
/// Tries a connection out, once, stage by stage, over the way that every connection takes, and closes it. What the
/// broker has kept for the device is left with it: nothing that comes in is acknowledged.
/// </summary>
internal sealed class ConnectionProbe(ConnectionSettings settings, ProbePlan plan, Action<IotConnectionTest> report)
{
    private readonly CertificateVerdict _verdict = new(settings.Tls) { TakesNotes = true };

    public async Task RunAsync(CancellationToken cancellation)
    {
        var clock = new StageClock(settings, _verdict, UpgradeHandler.ProxyOf(settings), report);
        using var either = new CancellationTokenSource(settings.Timeout, settings.Time);
        using var stop = cancellation.UnsafeRegister(
            static either => ((CancellationTokenSource)either!).Cancel(), either);
        try
        {
            using var dialed = await WebSocketDialer.ConnectAsync(settings, _verdict, either.Token, clock)
                .ConfigureAwait(false);
            string protocol = dialed.Socket.SubProtocol is { Length: > 0 } named ? named : "no named protocol";
            clock.Pass(IotConnectionStage.WebSocket, $"{settings.Endpoint} speaks {protocol}");
            if (plan.Obstacle is { } obstacle)
            {
                clock.End(IotStageResult.Stopped, obstacle.Finding, obstacle.Remedy);
                return;
            }

            var link = await MqttLinkFactory.HandshakeAsync(dialed, settings, null, either.Token).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
                await TryRightsAsync(link, clock, cancellation).ConfigureAwait(false);
        }
        catch (IotException e)
        {
            clock.End(IotStageResult.Failed, e.Message, e.Remedy);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            clock.End(
                IotStageResult.Failed,
                string.Create(CultureInfo.InvariantCulture, $"no answer within {settings.Timeout.TotalSeconds:0.###} s"),
                "Check host, port, proxy and firewall, or raise -TimeoutSeconds.");
        }
    }

    private async Task TryRightsAsync(IMqttLink link, StageClock clock, CancellationToken cancellation)
    {
        string session = link.SessionPresent ? "the broker kept a session" : "the broker kept no session";
        clock.Pass(IotConnectionStage.Connack, $"{settings.Who} was let in; {session}");
        var rights = new RightsProbe(link, settings);
        var running = rights.RunAsync();
        try
        {
            await rights.SubscribeAsync(plan.SubscribeTopic, cancellation).ConfigureAwait(false);
            clock.Pass(IotConnectionStage.Subscribe, $"may subscribe to {plan.SubscribeTopic}");
            await rights.PublishAsync(plan.PublishTopic, plan.Payload, cancellation).ConfigureAwait(false);
            clock.Pass(IotConnectionStage.Publish, $"may publish on {plan.PublishTopic}");
            // What was there before may be the device's own.
            if (!link.SessionPresent)
                await rights.UnsubscribeAsync(plan.SubscribeTopic, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await link.CloseAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }
}
