using AliyunIotWs.Emulator.Events;
using MQTTnet;
using MQTTnet.Formatter;

namespace AliyunIotWs.Units.Emulator;

public sealed class ConnectTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_right_signature_connects(bool secure)
    {
        await using var box = await Box.StartAsync();
        await box.ConnectAsync(box.Options(secure ? Box.WssId : Box.WsId, secure: secure));

        var device = Assert.Single(box.Server.Devices, d => d.DeviceName == "device");
        Assert.True(device.Online);
        Assert.NotNull(device.ConnectedAt);
        var connected = await box.EventAsync(EmulatorEventCode.Connected);
        Assert.Equal(("pk", "device", "12345"), (connected.ProductKey, connected.DeviceName, connected.ClientId));
    }

    [Theory]
    [InlineData("12345|securemode=3,signmethod=hmacmd5,timestamp=789|", Box.Md5)]
    [InlineData("12345|securemode=3,timestamp=789|", Box.Md5)]
    [InlineData("12345|securemode=3,signmethod=hmacsha1,timestamp=789|", Box.Sha1)]
    [InlineData("12345|securemode=3,signmethod=HmacSha256,timestamp=789|", Box.Sha256)]
    [InlineData("12345|timestamp=789,_ss=1,_v=sdk-c-4.2.0,securemode=3,signmethod=hmacsha256,ext=3,|", Box.Sha256)]
    [InlineData("12345|securemode=3,signmethod=hmacsha1,timestamp=789,lan=JS|Broswer ,_v=1.2.8|", Box.Sha1)]
    [InlineData("12345|securemode=3,\n        signmethod=hmacsha1,\n        timestamp=789|", Box.Sha1)]
    [InlineData("12345|securemode=3,signmethod=hmacsha256|", Box.Sha256NoTimestamp)]
    [InlineData("12345| securemode = 3 ,\tsignmethod= hmacsha256 , timestamp =789 , \r\n|", Box.Sha256)]
    [InlineData("12345|securemode=3,signmethod=hmacsha256,timestamp=789|",
        "6074A46A91B1EBB2CC4EA42790AD0E80202C9843859FC292E57C4EB19FAD9E57")]
    public async Task Every_documented_form_connects(string clientId, string password)
    {
        await using var box = await Box.StartAsync();
        Assert.Equal(0, await box.ConnackAsync(box.Options(clientId, password)));
    }

    [Fact]
    public async Task A_leading_zero_is_part_of_the_signature()
    {
        const string Id = "11111|securemode=3,signmethod=hmacsha1,timestamp=2524608000000|";
        const string Whole = "06b1994895a537c8de9645b1cbe8dc0dfa4a7c4b";
        await using var box = await Box.StartAsync();

        Assert.Equal(0, await box.ConnackAsync(box.Options(Id, Whole, "test1&aa")));
        Assert.Equal(4, await box.ConnackAsync(box.Options(Id, Whole[1..], "test1&aa")));
        Assert.EndsWith("its leading zero is missing: write all 40 digits (CONNACK 4)", (await box.EventAsync(EmulatorEventCode.Refused)).Message);
    }

    [Theory]
    [InlineData(Box.WsId, "0074a46a91b1ebb2cc4ea42790ad0e80202c9843859fc292e57c4eb19fad9e57", Box.User,
        "HMAC-SHA256 over clientId, deviceName, productKey, timestamp does not match; the device secret is another")]
    [InlineData(Box.WsId, "", Box.User, "the password is empty")]
    [InlineData(Box.WsId, "Grüße", Box.User, "5 characters instead of 64 hexadecimal digits")]
    [InlineData(Box.WsId, Box.Md5, Box.User, "made with hmacmd5, but signmethod says hmacsha256")]
    [InlineData("12345|securemode=3,timestamp=789|", Box.Sha1, Box.User, "without signmethod hmacmd5 is expected")]
    [InlineData(Box.WsId, Box.Sha256NoTimestamp, Box.User, "made over clientId, deviceName, productKey only")]
    [InlineData(Box.WsId, Box.Sha256, "pk&device", "swapped")]
    [InlineData(Box.WsId, Box.Sha256, "other&pk", "device: other of product pk is unknown")]
    [InlineData(Box.WsId, Box.Sha256, "device", "not deviceName&productKey")]
    public async Task A_wrong_credential_is_refused_with_4(string clientId, string password, string user, string reason)
    {
        await using var box = await Box.StartAsync();

        Assert.Equal(4, await box.ConnackAsync(box.Options(clientId, password, user)));
        var refused = await box.EventAsync(EmulatorEventCode.Refused);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret=", refused.Message, StringComparison.Ordinal);
        Assert.False(password.Length > 0 && refused.Message.Contains(password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("12345", "no |parameters|")]
    [InlineData("12345|securemode=3", "not closed")]
    [InlineData("|securemode=3|", "nothing stands before")]
    [InlineData("12345|securemode=3|x", "something follows")]
    [InlineData("12345|securemode|", "'securemode' is not key=value")]
    [InlineData("12345|securemode=3,securemode=3|", "given twice")]
    [InlineData("12345|a=,b=,c=,d=,e=,f=,g=,h=,i=,j=,k=,l=,m=,n=,o=,p=,q=,r=,c=|", "c is given twice")]
    [InlineData("12345|a=,b=,c=,d=,e=,f=,g=,h=,i=,j=,k=,l=,m=,n=,o=,p=,q=,r=,q=|", "q is given twice")]
    [InlineData("12345|a=,b=,c=,d=,e=,f=,g=,h=,i=,j=,k=,l=,m=,n=,o=,p=,q=,r=|", "securemode is missing")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345|securemode=3|", "65 characters")]
    [InlineData("12345|signmethod=hmacsha256,timestamp=789|", "securemode is missing")]
    [InlineData(Box.WssId, "securemode=2 announced on a plain ws or TCP connection")]
    [InlineData("12345|securemode=3,signmethod=sha256|", "signmethod=sha256 is none of")]
    [InlineData("12345|securemode=3,timestamp=today|", "timestamp is not a number")]
    [InlineData("12345|securemode=3,authType=register|", "registration: it needs wss or TLS")]
    [InlineData("12345|securemode=3,authType=none|", "authType=none is none of register, regnwl, connwl")]
    public async Task A_wrong_client_id_is_refused_with_2(string clientId, string reason)
    {
        await using var box = await Box.StartAsync();

        Assert.Equal(2, await box.ConnackAsync(box.Options(clientId)));
        Assert.Contains(reason, (await box.EventAsync(EmulatorEventCode.Refused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secure_mode_3_is_refused_under_TLS()
    {
        await using var box = await Box.StartAsync();

        Assert.Equal(2, await box.ConnackAsync(box.Options(Box.WsId, secure: true)));
        Assert.Contains(
            "securemode=3 announced on a wss or TLS connection", (await box.EventAsync(EmulatorEventCode.Refused)).Message);
    }

    [Theory]
    [InlineData(15, 2)]
    [InlineData(29, 2)]
    [InlineData(30, 0)]
    [InlineData(1200, 0)]
    [InlineData(1201, 2)]
    public async Task Keep_alive_is_30_to_1200_seconds(int seconds, int connack)
    {
        await using var box = await Box.StartAsync();
        Assert.Equal(connack, await box.ConnackAsync(box.Options(keepAlive: seconds)));
    }

    [Fact]
    public async Task A_short_keep_alive_is_named_in_the_log()
    {
        await using var box = await Box.StartAsync();
        await box.ConnackAsync(box.Options(keepAlive: 15));
        Assert.Equal(
            "keep-alive 15 s is under the platform's 30 s (CONNACK 2)", (await box.EventAsync(EmulatorEventCode.Refused)).Message);
    }

    [Theory]
    [InlineData("12345|securemode=3,signmethod=hmacsha256,timestamp=789|",
        "f8b3ba9c5ab0f5fd8ee59d1ee5a4f0e50a3d3b5b4ce3b7d6b6a1a4f1e8c0a7f0", false)]
    [InlineData("12345|securemode=3,signmethod=hmacsha256,timestamp=789|", LenientForms.WithoutClientId, true)]
    [InlineData("12345|securemode=3,signmethod=hmacsha256,timestamp=789|", LenientForms.NamesOnly, true)]
    [InlineData("12345|securemode=3,signmethod=hmacsha256|", LenientForms.NamesOnly, true)]
    public async Task Signatures_without_the_client_id_need_the_lenient_switch(
        string clientId, string password, bool lenientAccepts)
    {
        await using var strict = await Box.StartAsync();
        await using var lenient = await Box.StartAsync(options => options with { Lenient = true });

        Assert.Equal(4, await strict.ConnackAsync(strict.Options(clientId, password)));
        Assert.Equal(lenientAccepts ? 0 : 4, await lenient.ConnackAsync(lenient.Options(clientId, password)));
        Assert.Equal(0, await lenient.ConnackAsync(lenient.Options(keepAlive: 15)));
    }

    [Fact]
    public async Task Mqtt_5_is_refused_with_0x84()
    {
        await using var box = await Box.StartAsync();
        var answer = await box.NewClient().ConnectAsync(box.Options(version: MqttProtocolVersion.V500), box.Soon);
        Assert.Equal(MqttClientConnectResultCode.UnsupportedProtocolVersion, answer.ResultCode);
    }

    [Fact]
    public async Task Mqtt_3_1_connects()
    {
        await using var box = await Box.StartAsync();
        Assert.Equal(0, await box.ConnackAsync(box.Options(version: MqttProtocolVersion.V310)));
    }

    [Fact]
    public async Task Devices_can_be_added_while_it_runs()
    {
        await using var box = await Box.StartAsync(options => options with { Devices = [] });
        Assert.Equal(4, await box.ConnackAsync(box.Options()));

        box.Server.AddDevices([new("pk", "device", "secret")]);
        Assert.Equal(0, await box.ConnackAsync(box.Options()));
        box.Server.AddDevices([new("pk", "device", "secret")]);
        Assert.Throws<ArgumentException>(() => box.Server.AddDevices([new("pk", "device", "other")]));
        Assert.Throws<ArgumentException>(() => box.Server.AddDevices([new("p/k", "device", "secret")]));
        Assert.Single(box.Server.Devices);
    }
}
