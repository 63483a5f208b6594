using System.Globalization;
using AliyunIotWs.Errors;
using AliyunIotWs.Registration;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Transport.Registration;

/// <summary>
/// Registers over MQTT: a CONNECT with the product's signature, and a message that comes unasked. The connection has no
/// other use, and ends with it.
/// </summary>
internal sealed class MqttRegistrar(string deviceName) : PassiveObserver
{
    private static readonly TimeSpan s_goodBye = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<byte[]> _pushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="IotException">Rejected, or no connection came about.</exception>
    public static async Task<RegistrationAnswer> RegisterAsync(
        RegistrationRequest request,
        ConnectionSettings settings,
        IProgress<string> stages,
        CancellationToken cancellation)
    {
        try
        {
            var link = await MqttLinkFactory.Instance.OpenAsync(settings, stages, cancellation).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                var registrar = new MqttRegistrar(request.DeviceName);
                byte[] push = await registrar.ReceiveAsync(link, settings, cancellation).ConfigureAwait(false);
                return RegistrationAnswer.Read(request.DeviceName, push);
            }
        }
        catch (IotException e) when (ConnackRefusal.IsFinal(e.Id))
        {
            throw RegistrationFailure.Refused(request.DeviceName, request.IsPreRegistered, e);
        }
    }

    public override ValueTask OnPublishesAsync(ReadOnlySpan<InboundPublish> publishes)
    {
        foreach (var publish in publishes)
        {
            if (RegistrationAnswer.IsTopic(publish.Topic))
                _pushed.TrySetResult(publish.Payload);
        }

        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> ReceiveAsync(IMqttLink link, ConnectionSettings settings, CancellationToken cancellation)
    {
        link.Observe(this);
        var running = link.RunAsync();
        try
        {
            await Task.WhenAny(_pushed.Task, running).WaitAsync(settings.Timeout, settings.Time, cancellation)
                .ConfigureAwait(false);
            if (_pushed.Task.IsCompleted)
                return await _pushed.Task.ConfigureAwait(false);
            throw RegistrationFailure.Unanswered(deviceName, (await running.ConfigureAwait(false)).Reason);
        }
        catch (TimeoutException)
        {
            throw RegistrationFailure.Unanswered(deviceName, string.Create(
                CultureInfo.InvariantCulture, $"nothing arrived within {settings.Timeout.TotalSeconds:0.###} s"));
        }
        finally
        {
            await link.CloseAsync(s_goodBye).ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
    }
}
