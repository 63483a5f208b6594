using System.Text;
using AliyunIotWs.Credentials;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Reads a device for the emulator: ProductKey, DeviceName and DeviceSecret; the secret may be missing where devices of
/// the product can get one.
/// </summary>
internal static class EmulatorDeviceRow
{
    /// <param name="device">A hashtable or object.</param>
    /// <param name="registers">Says of a product key whether its devices can get a secret by registration.</param>
    /// <exception cref="IotException">Something is missing or not valid.</exception>
    public static EmulatorDevice Read(object device, Func<string, bool> registers)
    {
        var row = new InputRow(device);
        string key = row.Required("ProductKey", IotErrorId.InvalidProductKey);
        string name = row.Required("DeviceName", IotErrorId.InvalidDeviceName);
        if (string.IsNullOrEmpty(row.Text("DeviceSecret")) && registers(key))
        {
            DeviceIdentity.ValidateNames(key, name);
            return new EmulatorDevice(key, name);
        }

        var secret = row.Secret();
        DeviceIdentity.Validate(key, name, Encoding.UTF8.GetBytes(secret.Reveal()));
        return new EmulatorDevice(key, name, secret.Reveal());
    }
}
