using System.Text.RegularExpressions;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Cloud.Registration;

/// <summary>
/// Dynamic registration: a device proves with its product's secret that it is one of the product, and gets a secret of
/// its own. It may come again with the same name until it has been connected; the last secret counts. The codes are those
/// of the pages on device identity and device error codes.
/// </summary>
internal sealed partial class RegistrationDesk(DeviceRegistry devices, EmulatorEventLog events)
{
    /// <summary>Devices that may come into being without pre-registration: with those that were given, this many.</summary>
    public const int MostDevices = 100_000;

    /// <summary>Judges a registration, and changes nothing.</summary>
    public RegistrationVerdict Judge(RegistrationRequest request)
    {
        if (SignMethod.Find(request.SignMethod) is not { } method)
        {
            return RegistrationVerdict.Refuse(
                AlinkCode.UnknownSignMethod, "signMethod is not supported",
                $"'{request.SignMethod}' is none of hmacmd5, hmacsha1, hmacsha256");
        }

        if (FaultOfProduct(request.ProductKey) is { } productFault)
            return productFault;
        string? secret = devices.FindProduct(request.ProductKey)!.ProductSecret;
        var claim = ClaimOf(request, method, secret ?? string.Empty);
        if (secret is null || !claim.IsRight)
        {
            return RegistrationVerdict.Refuse(
                AlinkCode.RegistrationSignature, "sign check failed",
                secret is null
                    ? "the emulator was given no ProductSecret for this product"
                    : claim.Explain() + "; compare with the ProductSecret on the product's page");
        }

        return FaultOfDevice(request) ?? RegistrationVerdict.Accepted;
    }

    /// <summary>Gives the device its new secret.</summary>
    /// <param name="productKey">Of a device that was judged.</param>
    /// <param name="deviceName">Of a device that was judged.</param>
    /// <param name="way">For the log: how it came.</param>
    public string IssueSecret(string productKey, string deviceName, string way)
    {
        var device = devices.FindOrAdd(productKey, deviceName);
        string again = device.Account.RegisteredAt is null ? "" : " once more; the secret that it got before counts no longer";
        string secret = device.Account.RenewSecret();
        events.Add(EmulatorEventCode.Registered, $"registered {way}{again}", device.Identity);
        return secret;
    }

    /// <summary>Gives the machine its token; null where too many others have one.</summary>
    public DeviceToken? IssueToken(RegistrationRequest request)
    {
        var device = devices.FindOrAdd(request.ProductKey, request.DeviceName);
        var token = device.Account.RenewToken(request.Machine!);
        events.Add(
            token is null ? EmulatorEventCode.Refused : EmulatorEventCode.Registered,
            token is null
                ? $"registration: {DeviceAccount.MostTokens} machines have a token for this device already"
                : $"registered over MQTT without pre-registration, and has a token for the client id {token.ClientId}",
            device.Identity,
            request.Machine);
        return token;
    }

    /// <summary>Says why no device of a product may register; null where they may.</summary>
    public RegistrationVerdict? FaultOfProduct(string productKey) => devices.FindProduct(productKey) switch
    {
        null => RegistrationVerdict.Refuse(
            AlinkCode.ProductNotFound, "product not found",
            $"the emulator knows no product {productKey}; give it with -Product"),
        { Registers: false } => RegistrationVerdict.Refuse(
            AlinkCode.RegistrationIsOff, "dynamic register is not allowed",
            $"the switch for dynamic registration of {productKey} is off; give its ProductSecret with -Product, "
            + "or on the console turn the switch on"),
        _ => null,
    };

    /// <summary>True for a name that the platform lets a device have.</summary>
    public static bool IsDeviceName(string name) => DeviceName().IsMatch(name);

    private RegistrationVerdict? FaultOfDevice(RegistrationRequest request)
    {
        var device = devices.Find(request.ProductKey, request.DeviceName);
        if (device is null && request.Machine is null)
        {
            return RegistrationVerdict.Refuse(
                AlinkCode.DeviceNotFound, "device not found",
                "the device is not registered in advance; give it with -Device, or use authType=regnwl");
        }

        // A machine that has a token already may come for a new one.
        if (device?.Account is { ActivatedAt: not null } account
            && (request.Machine is null || account.Secret is not null))
        {
            return RegistrationVerdict.Refuse(
                AlinkCode.AlreadyActive, "device is already active",
                "it has been connected with its secret, which is given out no more; delete the device and add it again");
        }

        if (device is null && !IsDeviceName(request.DeviceName))
        {
            return RegistrationVerdict.Refuse(
                AlinkCode.BadDeviceName, "device name is illegal", "it has 4 to 32 of A-Z a-z 0-9 - _ @ . :");
        }

        return device is null && devices.Count >= MostDevices
            ? RegistrationVerdict.Refuse(AlinkCode.SystemError, "system error", $"there are {MostDevices} devices already")
            : null;
    }

    private SignatureClaim ClaimOf(RegistrationRequest request, SignMethod method, string secret)
    {
        var (key, name, random) = (request.ProductKey, request.DeviceName, request.Random);
        string own = devices.Find(key, name)?.Account.Secret ?? string.Empty;
        return new(
            "product secret",
            secret,
            "deviceName, productKey, random",
            $"deviceName{name}productKey{key}random{random}",
            method,
            request.Signature)
        {
            OtherContents =
            [
                ($"{name}{key}{random}", "; it is made over the values without their names"),
                ($"deviceName{name}productKey{key}", "; random is missing in it"),
                ($"productKey{key}deviceName{name}random{random}", "; its names are not in alphabetical order"),
            ],
            OtherKeys = own.Length == 0 ? [] : [(own, "; it is made with the device secret, not the product secret")],
        };
    }

    [GeneratedRegex("^[A-Za-z0-9_@.:-]{4,32}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DeviceName();
}
