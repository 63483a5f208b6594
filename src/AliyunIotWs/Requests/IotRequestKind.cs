namespace AliyunIotWs;

/// <summary>What the cloud asks of a device.</summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotRequestKind : long
{
    /// <summary>To set properties of its thing model.</summary>
    PropertySet,

    /// <summary>To run a service of its thing model, synchronous or not.</summary>
    Service,

    /// <summary>A call with a payload of any form, which waits 8 s for its answer.</summary>
    Rrpc,

    /// <summary>Bytes that the product's script has made.</summary>
    Raw,

    /// <summary>To take a configuration, or to send its log or not.</summary>
    Configuration,

    /// <summary>To upgrade its firmware; no answer is expected, <c>ota.progress</c> tells how far it is.</summary>
    Upgrade,

    /// <summary>
    /// An application wants the shadow to be otherwise; no answer is expected, <c>shadow.update</c> tells.
    /// </summary>
    Shadow,

    /// <summary>To do a job.</summary>
    Job,

    /// <summary>What concerns a gateway's sub-devices: topology, life, errors.</summary>
    Gateway,
}
