namespace AliyunIotWs.Fuzz;

/// <summary>What became of a case in which every invariant held.</summary>
internal enum Outcome
{
    /// <summary>It got in and stayed until its bytes were over.</summary>
    Accepted,

    /// <summary>It did not get in, and was told so in the protocol or by an error.</summary>
    Refused,

    /// <summary>The connection was ended because of what the bytes said.</summary>
    Ended,
}
