using System.Collections;
using System.Management.Automation;
using System.Text;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Reads what describes a product: ProductKey, and as far as they are given ProductSecret, DynamicRegistration, Topics and
/// Tsl. The thing model is JSON, an object, or the path of a file that the console has exported.
/// </summary>
internal static class ProductRow
{
    private static readonly string[] s_known = ["ProductKey", "ProductSecret", "DynamicRegistration", "Topics", "Tsl"];

    /// <exception cref="IotException">Something is missing, unknown or not valid.</exception>
    public static EmulatorProduct Read(object product, SessionState session)
    {
        object plain = product is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : product;
        foreach (object key in (plain as IDictionary)?.Keys ?? Array.Empty<object>())
        {
            if (!s_known.Contains(key.ToString(), StringComparer.OrdinalIgnoreCase))
                throw Invalid($"The product has an unknown key '{key}'.");
        }

        var row = new InputRow(plain);
        string productKey = row.Text("ProductKey") ?? throw Invalid("The product has no ProductKey.");
        return new EmulatorProduct(productKey)
        {
            ProductSecret = row.Value("ProductSecret") is { } secret ? SecretOf(secret) : null,
            DynamicRegistration = row.Value("DynamicRegistration") is { } on ? LanguagePrimitives.IsTrue(on) : null,
            Topics = row.Value("Topics") is { } topics ? TopicClassRow.Read(topics, productKey) : null,
            Tsl = row.Value("Tsl") is { } model ? ModelOf(model, session) : null,
        };
    }

    private static string SecretOf(object value) =>
        IotSecret.From(value) is { ByteCount: > 0 } secret
            ? secret.Reveal()
            : throw Invalid("The product secret is empty, or neither a string nor a SecureString.");

    private static string ModelOf(object value, SessionState session)
    {
        object plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (plain is string text && text.AsSpan().TrimStart().StartsWith("{"))
            return text;
        if (plain is not (string or FileInfo))
            return Encoding.UTF8.GetString(PayloadBytes.From(value).Span);
        string path = session.Path.GetUnresolvedProviderPathFromPSPath(plain.ToString());
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IotException(
                IotErrorId.InvalidPayload,
                $"The thing model is no JSON object and no file that can be read: {e.Message}",
                "Give Tsl as JSON that begins with {, as an object, or as the path of the file from the console.",
                e);
        }
    }

    private static IotException Invalid(string message) => new(
        IotErrorId.InvalidProductKey,
        message,
        "Give @{ ProductKey = '…'; ProductSecret = …; DynamicRegistration = $true; Topics = @{ '/user/state' = 'Publish' }; Tsl = … }; all but "
        + "ProductKey are optional.");
}
