namespace AliyunIotWs.Requests;

/// <summary>
/// The codes that the platform rejects requests with, from its pages on the codes that devices receive and on the
/// services: what each means, and what to do.
/// </summary>
internal static class PlatformCode
{
    private const string TryLater = "Try again later; if it lasts, ask the platform's support with id and time.";
    private const string Slower = "Ask less often, and leave growing pauses between attempts.";
    private const string CheckParams = "Compare the data with the platform's page on this method.";
    private const string CheckModel = "Compare identifiers and values with the product's thing model in the console.";
    private const string HigherVersion = "Give a version above (Invoke-IotRequest shadow.get).Data.version.";
    private const string CheckTopology = "Add the sub-device to this gateway with thing.topo.add, then log it in.";

    /// <summary>The shadow has numbers of its own, 400 to 409.</summary>
    public static (string Meaning, string Remedy) Describe(int code, RequestForm form) =>
        form == RequestForm.Shadow && code is >= 400 and <= 409 ? OfShadow(code) : OfAlink(code);

    private static (string Meaning, string Remedy) OfAlink(int code) => code switch
    {
        400 => ("the request could not be processed", CheckParams),
        401 => ("the signature is wrong", "Check the sub-device's secret, and that what was signed is what was sent."),
        403 => ("the device is disabled, or may not do this", "Check in the console that it is enabled."),
        427 => ("the device has logged in elsewhere", "Let one gateway alone log the sub-device in."),
        428 => ("the gateway has too many sub-devices online", "Log others out, or spread them over several gateways."),
        429 => ("too many requests", Slower),
        460 => ("a parameter is missing, empty or malformed", CheckParams),
        500 => ("the platform failed", TryLater),
        520 => ("the sub-device has no session with this gateway", "Log it in with combine.login first."),
        521 => ("the device was deleted", "Create it again in the console."),
        522 => ("the device is disabled", "Enable it in the console."),
        5005 => ("the product is not known", "Check the product key, and the region or instance."),
        5092 => ("a property is not in the thing model", CheckModel),
        5159 or 5160 or 5161 => ("the thing model can not be read", CheckModel),
        5244 => ("the product's data is missing", "Check the product in the console."),
        6100 => (
            "the device is not known",
            "Create it in the console, or register it, and check product key and device name."),
        6104 or 6106 => ("too many properties at once", "Name 200 at most."),
        6203 => ("the topic is malformed", CheckParams),
        6204 => ("the device is disabled", "Enable it in the console."),
        6207 => ("the message is no JSON of the right form", CheckParams),
        6250 => ("the product is not known", "Check the product key, and the region or instance."),
        6280 => ("the device name is malformed", "Take 4 to 32 letters, digits and - _ @ . : for it."),
        6287 => ("the signature is wrong", "Check the secret, and that what was signed is what was sent."),
        6288 => ("dynamic registration is switched off", "Switch it on on the product's page in the console."),
        6289 => (
            "the device is activated already",
            "Use the secret that it was given at first, or reset or delete the device in the console."),
        6292 => ("the sign method is not known", "Take HmacSha256, HmacSha1 or HmacMd5."),
        6300 => ("the request has no method", CheckParams),
        6313 => ("the check against the thing model is not available", TryLater),
        6304 or 6306 or 6310 or 6332 => ("a value is not as the thing model says", CheckModel),
        6320 => ("the property or event is not in the thing model", CheckModel),
        6321 => ("the thing model is not published", "Publish the thing model in the console."),
        6326 => ("a time is malformed", "Give milliseconds since 1970 as a number."),
        _ => OfAlinkFrom6350(code),
    };

    private static (string Meaning, string Remedy) OfAlinkFrom6350(int code) => code switch
    {
        6356 => ("too many events at once", "Send 200 at most."),
        6357 => ("too many sub-devices at once", "Send for 20 at most."),
        6400 => ("the gateway has too many sub-devices", "Spread them over several gateways."),
        6401 => ("the sub-device does not belong to this gateway", CheckTopology),
        6402 => ("a gateway can not be its own sub-device", "Name another device."),
        6450 => ("the message is no JSON", CheckParams),
        6452 => ("too many requests", Slower),
        6600 => (
            "the signature is wrong",
            "Check the product secret, and that device name and product key are those that were signed."),
        6619 => ("the device is bound to another gateway", "Remove it there first."),
        6661 => ("the desired values can not be read", TryLater),
        6710 => ("there is no configuration", "Make one in the console, for the product or the device."),
        6713 => ("remote configuration is switched off", "Switch it on in the console."),
        6717 => ("getType is wrong", "Give getType = 'content' for the log's configuration, 'file' for others."),
        6718 => (
            "configScope is wrong",
            "Give configScope = 'device' for the log's configuration, 'product' for others."),
        6760 => ("the rate of the product or account is exceeded", Slower),
        9112 => ("the device is not known", "Check the device in the console."),
        26001 or 26002 or 26006 or 26007 or 26010 => (
            "the product's script failed or is missing", "Test the script in the console with this payload."),
        _ => ("this code is not in the module's list", "See the platform's page on the codes that devices receive."),
    };

    private static (string Meaning, string Remedy) OfShadow(int code) => code switch
    {
        400 => ("the message is no JSON", CheckParams),
        401 => ("the method is missing", CheckParams),
        402 => ("the state is missing", "Give @{ state = @{ reported = @{ … } }; version = … }."),
        403 => ("the version is missing or no number", HigherVersion),
        404 => ("state.reported is missing", "Give @{ state = @{ reported = @{ … } }; version = … }."),
        405 => ("state.reported is empty", "Name at least one attribute."),
        406 => ("the method is not known", "The shadow knows get, update and delete."),
        407 => ("the state is empty", "Name at least one attribute."),
        408 => ("the shadow would have over 128 attributes", "Delete some with shadow.delete first."),
        _ => ("the version is not above the stored one", HigherVersion),
    };
}
