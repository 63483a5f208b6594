using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Rrpc;

/// <summary>A call that is under way to a device, or has ended.</summary>
/// <param name="Device">Who is called.</param>
/// <param name="Topic">That the request was sent on.</param>
/// <param name="Id">Of the request: the message's, or the RRPC's.</param>
/// <param name="Completion">Ends with the call, and does not fail.</param>
internal sealed record CloudCall(DeviceEntry Device, string Topic, string Id, Task<CallOutcome> Completion);
