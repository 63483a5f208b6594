using System.Management.Automation;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Requests;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Turns the data of a request into JSON; text that holds an object or a list is JSON already.</summary>
internal static class RequestData
{
    /// <exception cref="AliyunIotWs.Errors.IotException">It can not be written as JSON.</exception>
    /// <exception cref="JsonException">It is text that begins as JSON and is none.</exception>
    public static ReadOnlyMemory<byte> From(object data, RequestMethod method)
    {
        if (method.Form == RequestForm.Raw)
            return PayloadBytes.From(data);
        if ((data is PSObject wrapped ? wrapped.BaseObject : data) is not string text)
            return PayloadBytes.From(method.OfSubDevices ? SubDeviceData.Shape(method, data) : data);
        if (text.AsSpan().TrimStart() is not (['{' or '[', ..]))
            return JsonPayload.Write(text);
        using var document = JsonDocument.Parse(text);
        return Encoding.UTF8.GetBytes(text);
    }
}
