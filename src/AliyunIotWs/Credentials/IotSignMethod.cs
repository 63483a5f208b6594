namespace AliyunIotWs;

/// <summary>The HMAC that signs a credential; the wire names are the lower-case forms of these names.</summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotSignMethod : long
{
    /// <summary>HMAC with SHA-256: 64 hexadecimal digits. The default.</summary>
    HmacSha256,

    /// <summary>HMAC with SHA-1: 40 hexadecimal digits.</summary>
    HmacSha1,

    /// <summary>HMAC with MD5: 32 hexadecimal digits. What the platform assumes when no method is announced.</summary>
    HmacMd5,
}
