using System.Globalization;
using System.Net.Http.Headers;
using AliyunIotWs.Errors;
using AliyunIotWs.Registration;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Dialing;

namespace AliyunIotWs.Transport.Registration;

/// <summary>
/// Registers over HTTPS, which devices that are known in the console can (page "Device identity registration").
/// </summary>
internal static class HttpRegistrar
{
    /// <exception cref="IotException">Rejected, or no connection came about.</exception>
    public static async Task<RegistrationAnswer> RegisterAsync(
        RegistrationRequest request,
        ConnectionSettings settings,
        IProgress<string> stages,
        CancellationToken cancellation)
    {
        var verdict = new CertificateVerdict(settings.Tls);
        using var client = new HttpClient(UpgradeHandler.Create(settings, verdict)) { Timeout = settings.Timeout };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in settings.Headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["productKey"] = request.ProductKey,
            ["deviceName"] = request.DeviceName,
            ["random"] = request.Random,
            ["sign"] = request.Signature,
            ["signMethod"] = Credentials.MqttClientId.WireName(request.SignMethod),
        });
        stages.Report($"Registering '{request.DeviceName}' at {settings.Endpoint}.");
        try
        {
            using var response = await client.PostAsync(settings.Endpoint, form, cancellation).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            // The code stands in the body, whatever the status is.
            return RegistrationAnswer.Read(request.DeviceName, body);
        }
        catch (HttpRequestException e)
        {
            throw DialFailure.Create(e, default, verdict, settings);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IotException(
                IotErrorId.ConnectTimeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{settings.Endpoint.Authority} did not answer within {settings.Timeout.TotalSeconds:0.###} s."),
                "Check host, port, proxy and firewall, or raise -TimeoutSeconds.");
        }
    }
}
