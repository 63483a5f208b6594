using System.Globalization;

namespace AliyunIotWs.Fuzz;

/// <summary>What to run, and when to call it a failure.</summary>
internal sealed record FuzzOptions
{
    public int Cases { get; init; } = 200_000;

    public int Seed { get; init; } = Random.Shared.Next(1, int.MaxValue);

    /// <summary>Runs this case and no other, and shows its bytes.</summary>
    public int? OnlyCase { get; init; }

    /// <summary>A case that takes longer hangs.</summary>
    public TimeSpan CaseLimit { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan RunLimit { get; init; } = TimeSpan.FromMinutes(30);

    public static FuzzOptions? Parse(string[] arguments)
    {
        var options = new FuzzOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length
                || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            {
                return null;
            }

            switch (arguments[i])
            {
                case "--cases" when value > 0:
                    options = options with { Cases = value };
                    break;
                case "--seed":
                    options = options with { Seed = value };
                    break;
                case "--case":
                    options = options with { OnlyCase = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
