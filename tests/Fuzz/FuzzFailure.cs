namespace AliyunIotWs.Fuzz;

/// <summary>A broken invariant with what repeats it.</summary>
/// <param name="Target">Where the bytes went.</param>
/// <param name="Case">Its number; null where the run as a whole is meant.</param>
/// <param name="What">Which invariant, and how it was broken.</param>
/// <param name="Input">The bytes.</param>
internal sealed record FuzzFailure(string Target, int? Case, string What, byte[] Input);
