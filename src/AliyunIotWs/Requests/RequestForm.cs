namespace AliyunIotWs.Requests;

/// <summary>How a request is written, and how its reply finds it.</summary>
internal enum RequestForm
{
    /// <summary>The Alink protocol: id, version, params and method; the reply has the id.</summary>
    Alink,

    /// <summary>Id and params alone; the reply, where there is one, has the id.</summary>
    Bare,

    /// <summary>The device shadow: no id, so that replies belong to requests in the order of both.</summary>
    Shadow,

    /// <summary>The time: the reply repeats <c>deviceSendTime</c>.</summary>
    Time,

    /// <summary>Bytes for the product's script; replies in the order of the requests.</summary>
    Raw,
}
