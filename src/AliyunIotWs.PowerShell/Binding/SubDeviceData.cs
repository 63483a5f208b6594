using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.Requests;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// What a gateway says of its sub-devices: rows with ProductKey and DeviceName, as of a file. Where the platform wants
/// a sub-device's signature, the row's DeviceSecret signs and stays here.
/// </summary>
internal static class SubDeviceData
{
    /// <summary>The data of the method as the platform wants it.</summary>
    /// <exception cref="IotException">A row lacks something.</exception>
    public static object Shape(RequestMethod method, object data)
    {
        object plain = data is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : data;
        if (plain is string)
            return data;
        if (plain is IDictionary table && table.Contains("deviceList"))
            plain = table["deviceList"]!;
        var rows = plain is IEnumerable many and not IDictionary ? many.Cast<object>() : [plain];
        OrderedDictionary[] devices = [.. rows.Select(row => Device(method, new InputRow(row)))];
        return method switch
        {
            { Name: "combine.batch_login" } => new OrderedDictionary { ["deviceList"] = devices },
            { TakesList: true } => devices,
            _ => devices.Length == 1 ? devices[0] : throw new IotException(
                IotErrorId.InvalidPayload,
                $"{method.Name} is for one sub-device, and {devices.Length} were given.",
                "Pipe them, or take the method for several: combine.batch_login, combine.batch_logout."),
        };
    }

    private static OrderedDictionary Device(RequestMethod method, InputRow row)
    {
        string productKey = row.Required("ProductKey", IotErrorId.InvalidProductKey);
        string deviceName = row.Required("DeviceName", IotErrorId.InvalidDeviceName);
        var device = new OrderedDictionary { ["productKey"] = productKey, ["deviceName"] = deviceName };
        if (method.Signature is { } signMethodName)
            Sign(device, row, signMethodName, method.Form == RequestForm.Bare);
        return device;
    }

    // The content is that of a credential: sign, sign method and cleanSession are left out.
    private static void Sign(OrderedDictionary device, InputRow row, string signMethodName, bool logsIn)
    {
        var (productKey, deviceName) = ((string)device["productKey"]!, (string)device["deviceName"]!);
        string clientId = row.Text("ClientId") is { Length: > 0 } given ? given : $"{productKey}.{deviceName}";
        string timestamp = row.Text("Timestamp") is { Length: > 0 } time
            ? time
            : DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        device["clientId"] = clientId;
        device["timestamp"] = timestamp;
        string signMethod = row.Text("SignMethod") is { Length: > 0 } named ? named : "hmacSha256";
        device[signMethodName] = signMethod;
        device["sign"] = row.Text("Sign") is { Length: > 0 } signed
            ? signed
            : SecretSigner.Sign(MethodOf(signMethod), row.Secret(), clientId, deviceName, productKey, timestamp);
        if (logsIn)
            device["cleanSession"] = row.Text("CleanSession")?.ToLowerInvariant() ?? "true";
    }

    private static IotSignMethod MethodOf(string name) =>
        Enum.TryParse(name, ignoreCase: true, out IotSignMethod method) && Enum.IsDefined(method)
            ? method
            : throw new IotException(
                IotErrorId.InvalidPayload,
                $"The sign method '{name}' of a sub-device is not known.",
                "Take hmacSha256, hmacSha1 or hmacMd5.");
}
