using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;

namespace AliyunIotWs.Units.Emulator.Registration;

/// <summary>Registration over MQTT on TLS, and over HTTPS, with stock clients.</summary>
public sealed class RegistrationTests
{
    private const string ProductSecret = "product secret";
    private const string User = "sensor&reg";

    [Theory]
    [InlineData("hmacmd5", false)]
    [InlineData("hmacsha1", true)]
    [InlineData("HmacSha256", false)]
    public async Task A_device_gets_its_secret_over_wss_and_connects_with_it(string method, bool upper)
    {
        await using var box = await StartAsync();
        string sign = Sign(method, Content("sensor"), ProductSecret);
        var (topic, answer) = await RegisterAsync(
            box, $"any.id|random=R1,authType=register,securemode=2,signmethod={method}|", upper ? sign.ToUpperInvariant() : sign);

        Assert.Equal("/ext/register", topic);
        Assert.Equal(["productKey", "deviceName", "deviceSecret"], [.. answer.EnumerateObject().Select(one => one.Name)]);
        Assert.Equal(("reg", "sensor"), (answer.GetProperty("productKey").GetString(), answer.GetProperty("deviceName").GetString()));
        Assert.Contains("over MQTT", (await box.EventAsync(EmulatorEventCode.Registered)).Message, StringComparison.Ordinal);
        string secret = answer.GetProperty("deviceSecret").GetString()!;
        Assert.Equal(0, await box.ConnackAsync(SignedOptions(box, secret)));
    }

    [Fact]
    public async Task Until_the_first_connect_the_last_secret_counts_and_after_it_there_is_no_other()
    {
        await using var box = await StartAsync();
        string first = await SecretAsync(box);
        string second = await SecretAsync(box);

        Assert.NotEqual(first, second);
        Assert.Equal(4, await box.ConnackAsync(SignedOptions(box, first)));
        Assert.Equal(0, await box.ConnackAsync(SignedOptions(box, second)));
        Assert.Equal(4, await box.ConnackAsync(RegisterOptions(box)));
        Assert.Contains(
            box.Server.Events.Snapshot(),
            line => line.Code == EmulatorEventCode.Refused && line.Message.Contains("6289", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x|random=R1,authType=register,securemode=3,signmethod=hmacsha256|", User, null, 2, "securemode=3")]
    [InlineData("x|random=R1,authType=register,securemode=-2,signmethod=hmacsha256|", User, null, 2, "securemode=-2")]
    [InlineData("x|authType=register,securemode=2,signmethod=hmacsha256|", User, null, 2, "random is missing")]
    [InlineData("x|random=R1,authType=register,securemode=2|", User, null, 2, "signmethod is missing")]
    [InlineData("x|random=R1,authType=register,securemode=2,signmethod=sha256|", User, null, 2, "6292")]
    [InlineData("x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|", "reg", null, 4, "not deviceName&productKey")]
    [InlineData("x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|", User, "00", 4, "6600")]
    [InlineData("x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|", "none&reg", null, 4, "6100")]
    [InlineData("x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|", "device&pk", null, 4, "6288")]
    [InlineData("x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|", "sensor&off", null, 4, "6288")]
    [InlineData("x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|", "sensor&what", null, 4, "6250")]
    [InlineData("x|random=R1,authType=regnwl,securemode=2,signmethod=hmacsha256|", "a b&reg", null, 2, "6280")]
    public async Task What_does_not_fit_is_refused_and_named(
        string clientId, string user, string? password, int connack, string reason)
    {
        await using var box = await StartAsync();
        string name = user.Split('&')[0];
        string product = user.Contains('&', StringComparison.Ordinal) ? user.Split('&')[1] : "reg";
        string signed = password ?? Sign("hmacsha256", $"deviceName{name}productKey{product}randomR1", ProductSecret);

        Assert.Equal(connack, await box.ConnackAsync(box.Options(clientId, signed, user, secure: true)));
        Assert.Contains(reason, (await box.EventAsync(EmulatorEventCode.Refused)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(box.Server.Events.Snapshot(), line => line.Code == EmulatorEventCode.Registered);
    }

    [Fact]
    public async Task Plain_ws_is_refused_with_2()
    {
        await using var box = await StartAsync();
        const string Id = "x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|";
        Assert.Equal(2, await box.ConnackAsync(box.Options(Id, Sign("hmacsha256", Content("sensor"), ProductSecret), User)));
        Assert.Contains("needs wss or TLS", (await box.EventAsync(EmulatorEventCode.Refused)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-2")]
    public async Task Without_pre_registration_a_token_stands_in_the_secrets_place(string secureMode)
    {
        await using var box = await StartAsync();
        string sign = Sign("hmacsha256", Content("unheard"), ProductSecret);
        var (topic, answer) = await RegisterAsync(
            box,
            $"machine|random=R1,authType=regnwl,securemode={secureMode},signmethod=hmacsha256,instanceId=I|",
            sign,
            "unheard&reg");

        Assert.Equal("/ext/regnwl", topic);
        Assert.Equal(
            ["productKey", "deviceName", "clientId", "deviceToken"],
            [.. answer.EnumerateObject().Select(one => one.Name)]);
        string id = answer.GetProperty("clientId").GetString()! + "|authType=connwl,securemode=-2,_ss=1,ext=3|";
        string token = answer.GetProperty("deviceToken").GetString()!;
        Assert.Equal(4, await box.ConnackAsync(box.Options(id, token[..^1] + "x", "unheard&reg", secure: true)));
        Assert.Equal(4, await box.ConnackAsync(box.Options(
            "other|authType=connwl,securemode=-2|", token, "unheard&reg", secure: true)));
        Assert.Equal(2, await box.ConnackAsync(box.Options(id, token, "unheard&reg")));
        Assert.Equal(0, await box.ConnackAsync(box.Options(id, token, "unheard&reg", secure: true)));
        var device = box.Server.FindDevice("reg", "unheard")!;
        Assert.True(device.IsOnline);
        Assert.NotNull(device.Account.ActivatedAt);
    }

    [Fact]
    public async Task Five_machines_share_a_name_and_the_sixth_is_refused()
    {
        await using var box = await StartAsync();
        string sign = Sign("hmacsha256", Content("crowd"), ProductSecret);
        string Id(int machine) => $"m{machine}|random=R1,authType=regnwl,securemode=2,signmethod=hmacsha256|";
        for (int i = 1; i <= 5; i++)
            await RegisterAsync(box, Id(i), sign, "crowd&reg");

        await RegisterAsync(box, Id(3), sign, "crowd&reg");
        Assert.Equal(4, await box.ConnackAsync(box.Options(Id(6), sign, "crowd&reg", secure: true)));
        Assert.Contains("5 machines", (await box.EventAsync(EmulatorEventCode.Refused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stays_is_cut_off_after_15_seconds()
    {
        var time = new FakeTimeProvider();
        await using var box = await StartAsync(options => options with { TimeProvider = time });
        var client = await box.ConnectAsync(RegisterOptions(box));
        var gone = new TaskCompletionSource();
        client.DisconnectedAsync += _ =>
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        };
        await client.SubscribeAsync("/ext/register", cancellationToken: box.Soon);
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(gone.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await gone.Task.WaitAsync(box.Soon);
    }

    [Fact]
    public async Task A_registration_leaves_the_connected_device_alone()
    {
        await using var box = await StartAsync();
        var client = await box.ConnectAsync();
        Assert.Equal(4, await box.ConnackAsync(box.Options(
            "x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|", "00", Box.User, secure: true)));
        await box.PublishAsync(client, "still here");
        Assert.Equal("still here", Encoding.UTF8.GetString((await box.NextAsync()).Payload));
    }

    [Fact]
    public async Task The_HTTPS_form_gives_the_secret_and_then_6289()
    {
        await using var box = await StartAsync();
        using var http = Http(box);
        var (status, answer) = await PostAsync(http, box.Server.SecureEndpoint, Form("HmacMD5", Sign("hmacmd5", Content("sensor"), ProductSecret)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(200, answer.GetProperty("code").GetInt32());
        string secret = answer.GetProperty("data").GetProperty("deviceSecret").GetString()!;
        Assert.Equal(0, await box.ConnackAsync(SignedOptions(box, secret)));
        (_, answer) = await PostAsync(http, box.Server.SecureEndpoint, Form("HmacMD5", Sign("hmacmd5", Content("sensor"), ProductSecret)));
        Assert.Equal("""{"code":6289,"message":"device is already active"}""", answer.GetRawText());
        Assert.StartsWith(
            "/auth/register/device was answered with 6289", (await box.EventAsync(EmulatorEventCode.RequestRejected)).Message);
    }

    [Theory]
    [InlineData("hmacsha1", "hmacsha256", 6600, "made with hmacsha256, but signmethod says hmacsha1")]
    [InlineData("sha1", "hmacsha1", 6292, "'sha1' is none of")]
    [InlineData("", "hmacsha1", 460, "signMethod missing")]
    public async Task The_HTTPS_form_says_what_is_wrong(string announced, string used, int code, string reason)
    {
        await using var box = await StartAsync();
        using var http = Http(box);
        var (_, answer) = await PostAsync(http, box.Server.SecureEndpoint, Form(announced, Sign(used, Content("sensor"), ProductSecret)));
        Assert.Equal(code, answer.GetProperty("code").GetInt32());
        Assert.Contains(reason, (await box.EventAsync(EmulatorEventCode.RequestRejected)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plain_port_takes_no_form()
    {
        await using var box = await StartAsync();
        using var http = Http(box);
        using var content = new FormUrlEncodedContent(Form("hmacmd5", Sign("hmacmd5", Content("sensor"), ProductSecret)));
        var url = new Uri($"http://127.0.0.1:{box.Server.Endpoint.Port}/auth/register/device");
        using var response = await http.PostAsync(url, content, box.Soon);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("HTTPS only", (await box.EventAsync(EmulatorEventCode.HandshakeFailed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_knows_the_device_secret_where_the_product_secret_belongs()
    {
        await using var box = await StartAsync();
        string secret = await SecretAsync(box);
        const string Id = "x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|";
        Assert.Equal(4, await box.ConnackAsync(box.Options(Id, Sign("hmacsha256", Content("sensor"), secret), User, secure: true)));
        Assert.Contains(
            "made with the device secret", (await box.EventAsync(EmulatorEventCode.Refused)).Message, StringComparison.Ordinal);
    }

    private static Task<Box> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null) => Box.StartAsync(options =>
    {
        options = options with
        {
            Devices = [.. options.Devices, new("reg", "sensor"), new("off", "sensor", "own secret")],
            Products =
            [
                new("reg") { ProductSecret = ProductSecret },
                new("off") { ProductSecret = ProductSecret, DynamicRegistration = false },
            ],
        };
        return change?.Invoke(options) ?? options;
    });

    private static string Content(string name) => $"deviceName{name}productKeyregrandomR1";

    private static string Sign(string method, string content, string secret)
    {
        byte[] key = Encoding.UTF8.GetBytes(secret);
        byte[] text = Encoding.UTF8.GetBytes(content);
#pragma warning disable CA5350, CA5351 // The platform's own methods.
        byte[] hash = method.ToUpperInvariant() switch
        {
            "HMACMD5" => HMACMD5.HashData(key, text),
            "HMACSHA1" => HMACSHA1.HashData(key, text),
            _ => HMACSHA256.HashData(key, text),
        };
#pragma warning restore CA5350, CA5351
        return Convert.ToHexStringLower(hash);
    }

    private static MqttClientOptions RegisterOptions(Box box) => box.Options(
        "x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|",
        Sign("hmacsha256", Content("sensor"), ProductSecret),
        User,
        secure: true,
        keepAlive: 5);

    private static MqttClientOptions SignedOptions(Box box, string secret) => box.Options(
        "1|securemode=2,signmethod=hmacsha256|",
        Sign("hmacsha256", "clientId1deviceNamesensorproductKeyreg", secret),
        User,
        secure: true);

    private static async Task<string> SecretAsync(Box box)
    {
        var (_, answer) = await RegisterAsync(
            box,
            "x|random=R1,authType=register,securemode=2,signmethod=hmacsha256|",
            Sign("hmacsha256", Content("sensor"), ProductSecret));
        return answer.GetProperty("deviceSecret").GetString()!;
    }

    private static async Task<(string Topic, JsonElement Answer)> RegisterAsync(
        Box box, string clientId, string password, string user = User)
    {
        var client = box.NewClient();
        var received = MessageTests.Collect(client);
        await client.ConnectAsync(box.Options(clientId, password, user, secure: true, keepAlive: 5), box.Soon);
        var message = await received.ReadAsync(box.Soon);
        await client.DisconnectAsync(cancellationToken: box.Soon);
        using var document = JsonDocument.Parse(message.Payload);
        return (message.Topic, document.RootElement.Clone());
    }

    private static HttpClient Http(Box box) => new(new SocketsHttpHandler
    {
        SslOptions = { CertificateChainPolicy = RawPeer.Trusting(box.Server.Authority) },
    });

    private static Dictionary<string, string> Form(string method, string sign) => new()
    {
        ["productKey"] = "reg",
        ["deviceName"] = "sensor",
        ["random"] = "R1",
        ["sign"] = sign,
        ["signMethod"] = method,
    };

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(
        HttpClient http, Uri endpoint, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        using var response = await http.PostAsync(new Uri($"https://localhost:{endpoint.Port}/auth/register/device"), content);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }
}
