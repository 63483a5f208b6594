namespace AliyunIotWs.Requests;

/// <summary>What a request is written from.</summary>
/// <param name="Method">What is asked.</param>
/// <param name="Id">Of the request; for the time, the milliseconds at which it is sent.</param>
/// <param name="Data">Params as JSON; empty: none.</param>
internal readonly record struct RequestBody(RequestMethod Method, long Id, ReadOnlyMemory<byte> Data);
