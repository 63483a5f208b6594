using AliyunIotWs.Credentials;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Units.Credentials;

public sealed class CredentialFactoryTests
{
    [Theory]
    [InlineData(IotTransport.Wss, IotSignMethod.HmacSha256, 7L, false, "c|securemode=2,signmethod=hmacsha256,timestamp=7|")]
    [InlineData(IotTransport.Ws, IotSignMethod.HmacSha1, 7L, false, "c|securemode=3,signmethod=hmacsha1,timestamp=7|")]
    [InlineData(IotTransport.Ws, IotSignMethod.HmacMd5, null, true, "c|securemode=3,signmethod=hmacmd5,ext=1|")]
    [InlineData(IotTransport.Wss, IotSignMethod.HmacSha256, 7L, true,
        "c|securemode=2,signmethod=hmacsha256,timestamp=7,ext=1|")]
    public void The_client_id_carries_what_was_signed(
        IotTransport transport, IotSignMethod method, long? timestamp, bool customRrpc, string expected)
    {
        var credential = CredentialFactory.Create(
            Request(transport) with { SignMethod = method, Timestamp = timestamp, CustomRrpc = customRrpc }, "s"u8);
        Assert.Equal(expected, credential.MqttClientId);
        Assert.Equal("lamp&pk", credential.MqttUsername);
        Assert.Equal(transport == IotTransport.Wss ? 2 : 3, credential.SecureMode);
        Assert.Equal(customRrpc, MqttExtension.AnnouncesRrpc(credential.MqttClientId));
    }

    [Fact]
    public void Each_credential_carries_what_was_signed_for_it()
    {
        var request = Request(IotTransport.Wss) with { Timestamp = 7 };
        CredentialRequest[] requests =
        [
            request, request with { Timestamp = 8 }, request, request with { Timestamp = null }, request,
            request with { Transport = IotTransport.Ws }, request, request with { SignMethod = IotSignMethod.HmacMd5 },
            request, request with { CustomRrpc = true }, request with { ClientId = null },
        ];
        Assert.Equal(
            [
                "c|securemode=2,signmethod=hmacsha256,timestamp=7|",
                "c|securemode=2,signmethod=hmacsha256,timestamp=8|",
                "c|securemode=2,signmethod=hmacsha256,timestamp=7|",
                "c|securemode=2,signmethod=hmacsha256|",
                "c|securemode=2,signmethod=hmacsha256,timestamp=7|",
                "c|securemode=3,signmethod=hmacsha256,timestamp=7|",
                "c|securemode=2,signmethod=hmacsha256,timestamp=7|",
                "c|securemode=2,signmethod=hmacmd5,timestamp=7|",
                "c|securemode=2,signmethod=hmacsha256,timestamp=7|",
                "c|securemode=2,signmethod=hmacsha256,timestamp=7,ext=1|",
                "pk.lamp|securemode=2,signmethod=hmacsha256,timestamp=7|",
            ],
            requests.Select(one => CredentialFactory.Create(one, "s"u8)).ToArray().Select(one => one.MqttClientId));
    }

    [Theory]
    [InlineData(false, "c|securemode=-2,authType=connwl|")]
    [InlineData(true, "c|securemode=-2,authType=connwl,ext=1|")]
    public void A_token_is_no_signature(bool customRrpc, string expected)
    {
        var credential = CredentialFactory.CreateFromToken(Request(IotTransport.Wss) with { CustomRrpc = customRrpc }, "t");
        Assert.Equal(expected, credential.MqttClientId);
        Assert.Equal("lamp&pk", credential.MqttUsername);
        Assert.Equal(-2, credential.SecureMode);
        Assert.Equal("t", credential.GetNetworkCredential().Password);
    }

    [Fact]
    public void What_can_not_be_signed_is_refused()
    {
        var request = Request(IotTransport.Ws);
        Assert.Equal(IotErrorId.InvalidDeviceSecret, Refusal(() => CredentialFactory.Create(request, ""u8)));
        Assert.Equal(IotErrorId.InvalidDeviceSecret, Refusal(() => CredentialFactory.CreateFromToken(request, "")));
        Assert.Equal(
            IotErrorId.InvalidClientId,
            Refusal(() => CredentialFactory.Create(request with { ClientId = "a|b" }, "s"u8)));

        static IotErrorId Refusal(Func<object> create) => Assert.Throws<IotException>(create).Id;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_client_id_it_is_product_key_and_device_name(string? clientId) => Assert.Equal(
        "pk.lamp", CredentialFactory.ClientIdOf(Request(IotTransport.Ws) with { ClientId = clientId }));

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    public void That_one_is_cut_to_64_characters(int length)
    {
        var request = Request(IotTransport.Ws) with { ClientId = null, DeviceName = new string('x', length) };
        Assert.Equal("pk." + new string('x', 61), CredentialFactory.ClientIdOf(request));
    }

    [Theory]
    [InlineData(65, "65 characters")]
    [InlineData(64, null)]
    [InlineData(1, null)]
    public void A_client_id_has_64_characters_at_most(int length, string? fault) => Check(new string('c', length), fault);

    [Theory]
    [InlineData("a|b", "'|'")]
    [InlineData("a\u001B", "control character")]
    [InlineData("a b,c=d", null)]
    public void A_client_id_is_of_plain_characters(string clientId, string? fault) => Check(clientId, fault);

    private static void Check(string clientId, string? fault)
    {
        var error = Record.Exception(() => MqttClientId.Validate(clientId)) as IotException;
        Assert.Equal(fault is null ? null : IotErrorId.InvalidClientId, error?.Id);
        Assert.Contains(fault ?? "", error?.Message ?? "", StringComparison.Ordinal);
    }

    private static CredentialRequest Request(IotTransport transport) => new()
    {
        ProductKey = "pk",
        DeviceName = "lamp",
        ClientId = "c",
        SignMethod = IotSignMethod.HmacSha256,
        Transport = transport,
    };
}
