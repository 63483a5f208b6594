namespace AliyunIotWs.Session.Links;

/// <summary>The status codes of a WebSocket's close (RFC 6455, section 7.4, and the registry that it founds) in words.</summary>
internal static class CloseCode
{
    public const int ProtocolError = 1002;

    public static string Describe(int code) => code switch
    {
        1000 => "normal closure",
        1001 => "going away",
        ProtocolError => "protocol error",
        1003 => "unsupported data",
        1004 => "reserved",
        1005 => "no status received",
        1006 => "abnormal closure",
        1007 => "invalid payload data",
        1008 => "policy violation",
        1009 => "message too big",
        1010 => "mandatory extension",
        1011 => "internal error",
        1012 => "service restart",
        1013 => "try again later",
        1014 => "bad gateway",
        1015 => "TLS handshake failure",
        3000 => "unauthorized",
        3003 => "forbidden",
        3008 => "timeout",
        >= 3000 and < 4000 => "a code of a library or framework",
        >= 4000 and < 5000 => "a code of the server's own",
        _ => "a code without a meaning",
    };
}
