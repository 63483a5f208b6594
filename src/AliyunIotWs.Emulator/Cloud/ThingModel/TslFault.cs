namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>Why a value is not what the thing model says.</summary>
/// <param name="Code">The platform's, from its page on device error codes.</param>
/// <param name="Message">
/// As it is seen in the platform's rule engine where an example is known, such as
/// <c>tsl parse: data type is not int -> Power</c>; else in its manner.
/// </param>
internal sealed record TslFault(int Code, string Message)
{
    /// <summary>Of an identifier that the model does not have; the words stand in logs of devices.</summary>
    public static TslFault Unknown { get; } = new(5092, "tsl parse: params not exist");
}
