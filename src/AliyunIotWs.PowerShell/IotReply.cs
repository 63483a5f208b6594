using System.Collections;
using System.Globalization;
using System.Text;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.PowerShell.Commands;
using AliyunIotWs.Requests;

namespace AliyunIotWs;

/// <summary>What the platform replied to a request of a device.</summary>
public sealed class IotReply
{
    private readonly RequestMethod _method;
    private readonly RequestTarget _target;
    private readonly long _id;

    internal IotReply(TargetedRequest request, ReplyHead head, TimeSpan elapsed)
    {
        _method = request.Method;
        _target = request.Target;
        _id = request.Id;
        Code = head.Code;
        Message = head.Message;
        Bytes = request.Reply;
        ElapsedMilliseconds = elapsed.TotalMilliseconds;
    }

    /// <summary>What was asked.</summary>
    public string Method => _method.Name;

    /// <summary>The id of the request; for the time, when it was sent, in milliseconds since 1970.</summary>
    public string Id => _id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The product of the device that the request was for.</summary>
    public string ProductKey => _target.ProductKey!;

    /// <summary>The device, or sub-device, that the request was for.</summary>
    public string DeviceName => _target.DeviceName!;

    /// <summary>The name of the connection that it was asked over.</summary>
    public string ConnectionName => _target.Connection.Name;

    /// <summary>200 is success; null where the platform sends no reply, or one without a code.</summary>
    public int? Code { get; }

    /// <summary>The platform's words for the code; null where it has none.</summary>
    public string? Message { get; }

    /// <summary>
    /// What was asked for; its keys keep their case. Of the time service it has <c>time</c> besides, the platform's
    /// time when the reply came.
    /// </summary>
    public object? Data => Bytes is { } bytes && PlatformReply.Data(_method.Form, bytes) is { } data
        ? WithTime(JsonValue.From(data))
        : null;

    /// <summary>
    /// Milliseconds from the moment the request was handed over to its reply, or to its PUBACK where there is none.
    /// </summary>
    public double ElapsedMilliseconds { get; }

    /// <summary>The reply read as UTF-8; null where there is none.</summary>
    public string? Payload => Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The reply byte for byte; null where there is none.</summary>
    public byte[]? Bytes { get; }

    /// <summary>Code and message.</summary>
    public override string ToString() => Code is { } code
        ? string.Create(CultureInfo.InvariantCulture, $"{Method}: {code} {Message}").TrimEnd()
        : $"{Method}: {Payload ?? "no reply"}";

    // The page on the time service halves the way there and back.
    private object? WithTime(object? data)
    {
        if (_method.Form != RequestForm.Time || data is not IDictionary table
            || Milliseconds(table["serverRecvTime"]) is not { } received
            || Milliseconds(table["serverSendTime"]) is not { } sent)
        {
            return data;
        }

        var there = TimeSpan.FromMilliseconds((received + sent) / 2.0);
        table["time"] = (DateTimeOffset.UnixEpoch + there + TimeSpan.FromMilliseconds(ElapsedMilliseconds / 2)).LocalDateTime;
        return table;
    }

    private static long? Milliseconds(object? value) => long.TryParse(
        Convert.ToString(value, CultureInfo.InvariantCulture),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out long number)
        ? number
        : null;
}
