namespace AliyunIotWs.Units.Emulator.Cloud;

/// <summary>What is known of the platform's answers: topic, request, topic of the reply, and the reply.</summary>
public static class TopicFacts
{
    private const string Own = CloudBox.Own;

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Rows =>
    [
        .. Replies(), .. Posts(), .. Desired(), .. Tags(), .. Configuration(), .. Upgrade(), .. Others(), .. Answers(), .. Gateways(),
    ];

    private static IEnumerable<TheoryDataRow<string, string, string, string>> Replies() =>
    [
        Alink("a reply has six keys in alphabetical order and no blanks", "thing/event/property/post",
            """{"id":"4","version":"1.0","params":{"A":1},"method":"thing.event.property.post"}""",
            """{"code":200,"data":{},"id":"4","message":"success","method":"thing.event.property.post","version":"1.0"}"""),
        Alink("the id comes back verbatim", "thing/event/property/post",
            """{"id":"7|exp-topic|/sys/pk/device/post_reply","params":{"A":1},"method":"m"}""",
            """{"code":200,"data":{},"id":"7|exp-topic|/sys/pk/device/post_reply","message":"success","method":"m","version":"1.0"}"""),
        Alink("an id that is a number comes back as text", "thing/event/property/post",
            """{"id":123,"params":{"A":1},"method":"m"}""",
            """{"code":200,"data":{},"id":"123","message":"success","method":"m","version":"1.0"}"""),
        Alink("a method that is missing is that of the topic", "thing/event/property/post",
            """{"id":"1","version":"1.0","params":{"A":1},"sys":{"ack":1}}""",
            """{"code":200,"data":{},"id":"1","message":"success","method":"thing.event.property.post","version":"1.0"}"""),
        Silent("sys.ack 0 asks for no reply", $"{Own}/thing/event/property/post",
            """{"id":"1","version":"1.0","params":{"A":1},"sys":{"ack":0}}"""),
        Alink("an empty message is answered with 460", "thing/event/property/post", "",
            """{"code":460,"data":{},"id":"","message":"*","method":"thing.event.property.post","version":"1.0"}"""),
        Alink("what is no JSON is answered with 6207", "thing/event/property/post", "{\"id\":\"1\"",
            """{"code":6207,"data":{},"id":"","message":"*","method":"thing.event.property.post","version":"1.0"}"""),
        Alink("half a surrogate pair is no text, so that it is no JSON", "thing/event/property/post",
            """{"id":"1","params":{"A":"\ud83d"},"method":"m"}""",
            """{"code":6207,"data":{},"id":"","message":"*","method":"thing.event.property.post","version":"1.0"}"""),
        Alink("escapes and any language come back as they are meant", "thing/event/property/post",
            """{"id":"\"\u00e9\ud83d\ude00\\u你","params":{"A":1},"method":"m"}""",
            """{"code":200,"data":{},"id":"\"é\uD83D\uDE00\\u你","message":"success","method":"m","version":"1.0"}"""),
        Alink("missing params are answered with 460", "thing/event/property/post", """{"id":"1","method":"m"}""",
            """{"code":460,"data":{},"id":"1","message":"request parameter error","method":"m","version":"1.0"}"""),
    ];

    private static IEnumerable<TheoryDataRow<string, string, string, string>> Posts() =>
    [
        Success("a property is posted with a time", "thing/event/property/post",
            """{"A":{"value":1,"time":1704067100000}}"""),
        Failure("a time that is no number is answered with 6326", "thing/event/property/post",
            """{"A":{"value":1,"time":"now"}}""", 6326),
        Failure("over 200 properties are answered with 6106", "thing/event/property/post", Many(201), 6106),
        Success("200 properties are taken", "thing/event/property/post", Many(200)),
        Success("an event is posted with value and time", "thing/event/alarm/post",
            """{"value":{"Code":1},"time":1704067100000}"""),
        Success("an event is posted plain", "thing/event/alarm/post", "{}"),
        Failure("an event without params is answered with 460", "thing/event/alarm/post", "[]", 460),
        Success("a batch has properties and events", "thing/event/property/batch/post",
            """{"properties":{"A":[{"value":1,"time":1}]},"events":{"E":[{"value":{},"time":1}]}}"""),
        Failure("an empty batch is answered with 460", "thing/event/property/batch/post", "{}", 460),
        Success("history is a list of own data", "thing/event/property/history/post",
            """[{"identity":{"productKey":"pk","deviceName":"device"},"properties":[{"A":{"value":1,"time":1}}],"events":[]}]"""),
        Failure("history of a device that is no sub-device is answered with 6401", "thing/event/property/history/post",
            """[{"identity":{"productKey":"aa","deviceName":"test1"},"properties":[{"A":{"value":1,"time":1}}]}]""", 6401),
        Failure("history that is no list is answered with 460", "thing/event/property/history/post", "{}", 460),
        Success("a pack has own data", "thing/event/property/pack/post",
            """{"properties":{"A":{"value":1,"time":1}},"events":{},"subDevices":[]}"""),
        Failure("a pack for a device that is no sub-device is answered with 6401", "thing/event/property/pack/post",
            """{"properties":{"A":1},"subDevices":[{"identity":{"productKey":"aa","deviceName":"test1"}}]}""", 6401),
        Failure("a pack of over 20 sub-devices is answered with 6357", "thing/event/property/pack/post",
            $$"""{"subDevices":[{{string.Join(',', Enumerable.Repeat("{}", 21))}}]}""", 6357),
        Failure("a pack of over 200 events is answered with 6356", "thing/event/property/pack/post",
            $$"""{"events":{{Many(201)}}}""", 6356),
        Failure("an empty pack is answered with 460", "thing/event/property/pack/post", """{"subDevices":[]}""", 460),
        new($"{Own}/thing/model/up_raw", "\u0001\u0002", $"{Own}/thing/model/up_raw_reply",
            """{"code":26001,"data":{},"id":"","message":"*","method":"thing.model.up_raw","version":"1.0"}""")
        {
            TestDisplayName = "raw data without a script is answered with 26001",
        },
    ];

    private static IEnumerable<TheoryDataRow<string, string, string, string>> Desired() =>
    [
        Success("desired values come with their version, 1 at first, those without are left out",
            "thing/property/desired/get", """["Power","Color"]""", """{"Power":{"value":1,"version":1}}"""),
        Failure("over 200 desired identifiers are answered with 6104", "thing/property/desired/get",
            $"[{string.Join(',', Enumerable.Range(0, 201))}]", 6104),
        Failure("desired values that are asked for without a list are answered with 460", "thing/property/desired/get",
            "{}", 460),
        Success("a desired value is deleted by its version", "thing/property/desired/delete",
            """{"Power":{"version":1}}"""),
        Success("another version than the newest is ignored silently", "thing/property/desired/delete",
            """{"Power":{"version":9}}"""),
        Failure("desired values that are deleted without params are answered with 460", "thing/property/desired/delete",
            "[]", 460),
        Failure("the thing model of a product without one is answered with 5159", "thing/dsltemplate/get", "{}", 5159),
        Failure("the older name of the thing model is answered too", "thing/dynamicTsl/get", "{}", 5159),
    ];

    private static IEnumerable<TheoryDataRow<string, string, string, string>> Tags() =>
    [
        Success("tags are updated", "thing/deviceinfo/update",
            """[{"attrKey":"SYS_SDK_LANGUAGE","attrValue":"C","domain":"SYSTEM"}]"""),
        Failure("a tag whose key begins with a digit is answered with 460", "thing/deviceinfo/update",
            """[{"attrKey":"1a","attrValue":"C"}]""", 460),
        Failure("a tag whose key has over 64 characters is answered with 460", "thing/deviceinfo/update",
            $$"""[{"attrKey":"{{new string('a', 65)}}","attrValue":"C"}]""", 460),
        Failure("no tags are answered with 460", "thing/deviceinfo/update", "[]", 460),
        Success("tags are deleted", "thing/deviceinfo/delete", """[{"attrKey":"Room"}]"""),
        Failure("a tag without a key is answered with 460", "thing/deviceinfo/delete", "[{}]", 460),
    ];

    private static IEnumerable<TheoryDataRow<string, string, string, string>> Configuration() =>
    [
        Success("a configuration is fetched by its address", "thing/config/get",
            """{"configScope":"product","getType":"file"}""",
            """{"configId":"c1","configSize":2,"sign":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","signMethod":"Sha256","url":"https://h/c","getType":"file"}"""),
        Failure("a configuration of another scope is answered with 460", "thing/config/get",
            """{"configScope":"device","getType":"file"}""", 460),
        Success("the log configuration is content", "thing/config/log/get",
            """{"configScope":"device","getType":"content"}""", """{"getType":"content","content":{"mode":0}}"""),
        Failure("another getType of the log configuration is answered with 6717", "thing/config/log/get",
            """{"configScope":"device","getType":"file"}""", 6717),
        Failure("another configScope of the log configuration is answered with 6718", "thing/config/log/get",
            """{"configScope":"product","getType":"content"}""", 6718),
        Success("log lines are taken", "thing/log/post", """[{"utcTime":"2020-03-06T15:15:27.000+0800","logLevel":"INFO"}]"""),
        Failure("over 40 log lines are answered with 460", "thing/log/post",
            $"[{string.Join(',', Enumerable.Repeat("{}", 41))}]", 460),
        Success("the state of the network is taken", "_thing/diag/post",
            """{"p":{"wifi":{"rssi":75,"snr":20,"per":10,"err_stats":""},"_time":1},"model":"format=simple"}"""),
        Success("the state of the network is taken for several moments", "_thing/diag/post", """{"p":[{"_time":1}]}"""),
        Failure("the state of the network without p is answered with 460", "_thing/diag/post", "{}", 460),
    ];

    private static IEnumerable<TheoryDataRow<string, string, string, string>> Upgrade() =>
    [
        new("/ota/device/inform/pk/device", """{"id":"1","params":{"version":"1.0"}}""",
            "/ota/device/upgrade/pk/device",
            """{"code":"1000","data":{"size":7,"version":"2.0","url":"https://h/p","sign":"ab","signMethod":"SHA256"},"id":"*","message":"success"}""")
        {
            TestDisplayName = "an older version that is informed of is told of the package, with a code that is text",
        },
        Silent("the newest version that is informed of is answered with nothing", "/ota/device/inform/pk/device",
            """{"id":"1","params":{"version":"2.0"}}"""),
        Silent("progress is answered with nothing", "/ota/device/progress/pk/device",
            """{"id":"1","params":{"step":"50","desc":"downloading"}}"""),
        Success("a package is fetched", "thing/ota/firmware/get", "{}",
            """{"size":7,"version":"2.0","url":"https://h/p","sign":"ab","signMethod":"SHA256"}"""),
        Success("a package that there is not is empty data", "thing/ota/firmware/get", """{"module":"mcu"}"""),
        new("/ota/device/request/pk/device", """{"id":"9","params":{}}""", "/ota/device/request/pk/device",
            """{"code":"1000","data":{"size":7,*},"id":"9","message":"success"}""")
        {
            TestDisplayName = "the older request is answered on its own topic",
        },
        Success("a job is asked for", "thing/job/get", """{"taskId":"$next"}"""),
        Success("a job is told of", "thing/job/update", """{"taskId":"t","status":"SUCCEEDED","progress":100}"""),
    ];

    private static IEnumerable<TheoryDataRow<string, string, string, string>> Others() =>
    [
        Time("the time comes as text where it was sent as text", """{"deviceSendTime":"5"}""",
            """{"deviceSendTime":"5","serverSendTime":"1704067200000","serverRecvTime":"1704067200000"}"""),
        Time("the time comes as numbers where it was sent as a number", """{"deviceSendTime":5}""",
            """{"deviceSendTime":5,"serverSendTime":1704067200000,"serverRecvTime":1704067200000}"""),
        Shadow("a shadow that was never written has version 0", """{"method":"get"}""",
            """{"method":"reply","payload":{"status":"success","state":{},"metadata":{}},"version":0,"timestamp":1704067200}"""),
        Shadow("a shadow is updated to a higher version", """{"method":"update","state":{"reported":{"a":1}},"version":1}""",
            """{"method":"reply","payload":{"status":"success","version":1},"timestamp":1704067200}"""),
        ShadowError("400 not JSON", "x", 400),
        ShadowError("401 no method", """{"state":{}}""", 401),
        ShadowError("402 no state", """{"method":"update","version":1}""", 402),
        ShadowError("403 version no number", """{"method":"update","state":{"reported":{"a":1}},"version":"x"}""", 403),
        ShadowError("404 no reported", """{"method":"update","state":{},"version":1}""", 404),
        ShadowError("405 reported empty", """{"method":"update","state":{"reported":{}},"version":1}""", 405),
        ShadowError("406 unknown method", """{"method":"put"}""", 406),
        ShadowError("407 empty", "{}", 407),
        ShadowError("408 over 128 attributes",
            $$"""{"method":"update","state":{"reported":{{Many(129)}}},"version":1}""", 408),
        ShadowError("409 version conflict", """{"method":"update","state":{"reported":{"a":1}},"version":0}""", 409),
        Success("firmware of the Living platform gets the prefix of its network", "thing/lan/prefix/get", "{}",
            """{"deviceSecret":"*","prefix":"*","productKey":"pk","deviceName":"device"}"""),
        Success("an enrollee is matched", "thing/awss/enrollee/match", "{}"),
        Success("a reset is taken", "thing/reset", "{}"),
    ];

    // Answers of devices that nobody has asked for.
    private static IEnumerable<TheoryDataRow<string, string, string, string>> Answers() =>
    [
        Silent("the answer to a property set is answered with nothing", $"{Own}/thing/service/property/set_reply",
            """{"id":"1","code":200,"data":{}}"""),
        Silent("the answer to a property get is answered with nothing", $"{Own}/thing/service/property/get_reply", "{}"),
        Silent("the answer to a service is answered with nothing", $"{Own}/thing/service/Reboot_reply", "no JSON"),
        Silent("the answer to a pushed configuration is answered with nothing", $"{Own}/thing/config/push_reply", "{}"),
        Silent("the answer to an RRPC is answered with nothing", $"{Own}/rrpc/response/889455942124347392", "x"),
        Silent("the answer to a custom RRPC is answered with nothing",
            "/ext/rrpc/889455942124347392//pk/device/user/get", "x"),
    ];

    // The device has nothing behind it here; Gateway/TopologyTests.cs has what a gateway gets that has.
    private static IEnumerable<TheoryDataRow<string, string, string, string>> Gateways() =>
    [
        Success("a topology without devices is an empty list", "thing/topo/get", "{}", "[]"),
        Failure("a topology takes no device that is not known", "thing/topo/add",
            """[{"productKey":"pk","deviceName":"none"}]""", 6100),
        Failure("a device is not its own sub-device", "thing/topo/add",
            """[{"productKey":"pk","deviceName":"device"}]""", 6402),
        Failure("what is not in the topology is not deleted", "thing/topo/delete",
            """[{"productKey":"aa","deviceName":"test1"}]""", 6401),
        Success("devices that were found are reported", "thing/list/found", """[{"productKey":"pk","deviceName":"fresh"}]"""),
        Failure("a product registers nobody while its switch is off", "thing/sub/register",
            """[{"productKey":"aa","deviceName":"test1"}]""", 6288),
        Failure("what is not in the topology is not unregistered", "thing/sub/unregister",
            """[{"productKey":"aa","deviceName":"test1"}]""", 6401),
        Success("each device with a product secret is answered for", "thing/proxy/provisioning/product_register",
            """{"proxieds":[{"productKey":"aa","deviceName":"test1","random":"1","sign":"0","signMethod":"hmacsha256"}]}""",
            """{"failures":[{"code":6288,"deviceName":"test1","message":"*","productKey":"aa"}],"successes":[]}"""),
        Session("login", """{"productKey":"aa","deviceName":"test1","sign":"0"}""", 6401),
        Session("batch_login", """{"deviceList":[]}""", 460),
        Session("logout", """{"productKey":"aa","deviceName":"test1"}""", 520),
        Session("batch_logout", "{}", 460),
    ];

    private static TheoryDataRow<string, string, string, string> Session(string verb, string parameters, int code) =>
        new($"/ext/session/pk/device/combine/{verb}", Request(parameters), $"/ext/session/pk/device/combine/{verb}_reply",
            $$"""{"code":{{code}},"data":{},"id":"1","message":"*","method":"m","version":"1.0"}""")
        {
            TestDisplayName = $"a {verb} that is not right is answered with {code}",
        };

    private static TheoryDataRow<string, string, string, string> Alink(
        string fact, string path, string request, string reply) =>
        new($"{Own}/{path}", request, $"{Own}/{path}_reply", reply) { TestDisplayName = fact };

    private static TheoryDataRow<string, string, string, string> Success(
        string fact, string path, string parameters, string data = "{}") =>
        Alink(fact, path, Request(parameters),
            $$"""{"code":200,"data":{{data}},"id":"1","message":"success","method":"m","version":"1.0"}""");

    private static TheoryDataRow<string, string, string, string> Failure(
        string fact, string path, string parameters, int code) =>
        Alink(fact, path, Request(parameters),
            $$"""{"code":{{code}},"data":{},"id":"1","message":"*","method":"m","version":"1.0"}""");

    private static TheoryDataRow<string, string, string, string> Silent(string fact, string topic, string request) =>
        new(topic, request, string.Empty, string.Empty) { TestDisplayName = fact };

    private static TheoryDataRow<string, string, string, string> Time(string fact, string request, string reply) =>
        new("/ext/ntp/pk/device/request", request, "/ext/ntp/pk/device/response", reply) { TestDisplayName = fact };

    private static TheoryDataRow<string, string, string, string> Shadow(string fact, string request, string reply) =>
        new("/shadow/update/pk/device", request, "/shadow/get/pk/device", reply) { TestDisplayName = fact };

    private static TheoryDataRow<string, string, string, string> ShadowError(string fact, string request, int code) =>
        Shadow($"a shadow answers {fact}", request,
            $$$"""{"method":"reply","payload":{"status":"error","content":{"errorcode":"{{{code}}}","errormessage":"*"}},"timestamp":1704067200}""");

    private static string Request(string parameters) =>
        $$"""{"id":"1","version":"1.0","params":{{parameters}},"method":"m"}""";

    private static string Many(int count) =>
        "{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"P{i}\":{i}")) + "}";
}
