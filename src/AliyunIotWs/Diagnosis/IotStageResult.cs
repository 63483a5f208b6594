namespace AliyunIotWs;

/// <summary>What became of a stage.</summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotStageResult : long
{
    /// <summary>It is as it should be.</summary>
    Passed,

    /// <summary>There is none: no proxy, no encryption, no name to look up.</summary>
    Skipped,

    /// <summary>It was not tried, as it would have done harm.</summary>
    Stopped,

    /// <summary>It is what keeps the connection from coming about.</summary>
    Failed,
}
