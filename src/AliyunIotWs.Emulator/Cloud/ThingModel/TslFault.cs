namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>Why a value is not what the thing model says.</summary>
/// <param name="Code">The platform's, from its page on device error codes.</param>
/// <param name="Message">
/// As it is seen in the platform's rule engine where an example is known, such as
/// <c>tsl parse: data type is not int -> Power</c>; else in its manner.
/// </param>
internal sealed record TslFault(int Code, string Message)
{
    private const int LongestIdentifier = 64;

    /// <summary>What the log says beyond the message.</summary>
    public string? Hint { get; init; }

    /// <summary>Of an identifier that the model does not have; the words stand in logs of devices.</summary>
    /// <param name="identifier">As it was written.</param>
    /// <param name="known">The model's.</param>
    public static TslFault Unknown(string identifier, IEnumerable<string> known) =>
        new(5092, "tsl parse: params not exist")
        {
            Hint = identifier.Length <= LongestIdentifier && Spelling.Nearest(identifier, known) is { } name
                ? $"the thing model has '{name}'"
                : "the thing model has nothing of this name",
        };
}
