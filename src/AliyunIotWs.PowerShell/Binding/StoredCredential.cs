using System.Management.Automation;
using System.Security;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>The form of a credential that files of text can hold: its properties as text, the password among them.</summary>
internal static class StoredCredential
{
    private const string Remedy =
        "A credential is stored with Export-Clixml, or as text: New-IotMqttCredential ... -AsPlainText | ConvertTo-Json "
        + "(or Export-Csv).";

    public const string NoPassword =
        "The row holds no password: it was stored from a credential that does not show its own. " + Remedy;

    public static PSObject From(IotMqttCredential credential)
    {
        var row = new PSObject();
        Add(row, nameof(credential.ProductKey), credential.ProductKey);
        Add(row, nameof(credential.DeviceName), credential.DeviceName);
        Add(row, nameof(credential.ClientId), credential.ClientId);
        Add(row, nameof(credential.SignMethod), credential.SignMethod?.ToString());
        Add(row, nameof(credential.Timestamp), credential.Timestamp);
        Add(row, nameof(credential.Transport), credential.Transport.ToString());
        Add(row, nameof(credential.SecureMode), credential.SecureMode);
        Add(row, nameof(credential.Endpoint), credential.Endpoint.ToString());
        Add(row, nameof(credential.MqttClientId), credential.MqttClientId);
        Add(row, nameof(credential.MqttUsername), credential.MqttUsername);
        Add(row, nameof(credential.MqttPassword), credential.Password);
        return row;
    }

    /// <summary>Whether a value is what a file of text has in the place of a password that was not shown.</summary>
    public static bool IsPlaceholder(object? value) => value is PSObject { BaseObject: PSCustomObject }
        || (value is string text && text == typeof(SecureString).FullName);

    /// <exception cref="IotException">The password is none.</exception>
    public static string Password(IotSecret secret)
    {
        string password = secret.Reveal();
        return IsPlaceholder(password)
            ? throw new IotException(IotErrorId.InvalidCredential, "The stored credential holds no password.", Remedy)
            : password;
    }

    private static void Add(PSObject row, string name, object? value) =>
        row.Properties.Add(new PSNoteProperty(name, value));
}
