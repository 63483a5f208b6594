using System.Globalization;

namespace AliyunIotWs.Credentials;

/// <summary>What follows the client id of a device that signs.</summary>
internal sealed class SignedExtension
{
    // A fleet is signed in one way, and at one time or at a few.
    private static SignedExtension? s_last;

    private readonly IotTransport _transport;
    private readonly IotSignMethod _method;
    private readonly long? _time;
    private readonly bool _customRrpc;

    private SignedExtension(IotTransport transport, IotSignMethod method, long? time, bool customRrpc)
    {
        (_transport, _method, _time, _customRrpc) = (transport, method, time, customRrpc);
        Timestamp = time?.ToString(CultureInfo.InvariantCulture);
        Text = $"|securemode={(transport == IotTransport.Wss ? '2' : '3')},signmethod={MqttClientId.WireName(method)}"
            + $"{(time is null ? null : $",timestamp={Timestamp}")}{(customRrpc ? ",ext=1" : null)}|";
    }

    /// <summary>The signed time, or null where none was signed.</summary>
    public string? Timestamp { get; }

    public string Text { get; }

    public static SignedExtension Of(IotTransport transport, IotSignMethod method, long? time, bool customRrpc)
    {
        if (s_last is not { } last || last._transport != transport || last._method != method
            || last._time != time || last._customRrpc != customRrpc)
        {
            s_last = last = new SignedExtension(transport, method, time, customRrpc);
        }

        return last;
    }
}
