using System.Management.Automation;
using System.Text.Json;
using AliyunIotWs.Errors;
using AliyunIotWs.Requests;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Turns the data of a request or an answer into JSON; text that holds an object or a list is JSON already.</summary>
internal static class RequestData
{
    /// <summary>As a method wants it.</summary>
    /// <exception cref="IotException">It can not be written as JSON.</exception>
    public static ReadOnlyMemory<byte> From(object data, RequestMethod method) => method switch
    {
        { Form: RequestForm.Raw } => PayloadBytes.From(data),
        { OfSubDevices: true } => Json(SubDeviceData.Shape(method, data)),
        _ => Json(data),
    };

    /// <exception cref="IotException">It can not be written as JSON.</exception>
    public static ReadOnlyMemory<byte> Json(object data)
    {
        object plain = data is PSObject wrapped ? wrapped.BaseObject : data;
        if (plain is not (string or byte[]))
            return PayloadBytes.From(data);
        if (plain is string text && text.AsSpan().TrimStart() is not (['{' or '[', ..]))
            return JsonPayload.Write(text);
        var json = PayloadBytes.From(data);
        try
        {
            using var document = JsonDocument.Parse(json);
            return json;
        }
        catch (JsonException e)
        {
            throw new IotException(
                IotErrorId.InvalidPayload,
                $"The data is no JSON: {e.Message}",
                "Give a hashtable, an object, a list, or a string that holds JSON.",
                e);
        }
    }
}
