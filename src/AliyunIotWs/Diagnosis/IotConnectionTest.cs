using System.Globalization;

namespace AliyunIotWs;

/// <summary>One stage of a connection that was tried out.</summary>
public sealed class IotConnectionTest
{
    internal IotConnectionTest(
        string name, IotConnectionStage stage, IotStageResult result, TimeSpan elapsed, string finding, string? remedy)
    {
        Name = name;
        Stage = stage;
        Result = result;
        ElapsedMilliseconds = elapsed.TotalMilliseconds;
        Finding = finding;
        Remedy = remedy;
    }

    /// <summary>Whose connection it is, such as <c>productKey.deviceName</c>.</summary>
    public string Name { get; }

    /// <summary>The stage.</summary>
    public IotConnectionStage Stage { get; }

    /// <summary>What became of it.</summary>
    public IotStageResult Result { get; }

    /// <summary>How long the stage took, in milliseconds.</summary>
    public double ElapsedMilliseconds { get; }

    /// <summary>What was found.</summary>
    public string Finding { get; }

    /// <summary>What to check or to do; null where there is nothing to be done.</summary>
    public string? Remedy { get; }

    /// <summary>Stage, result and finding.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stage}: {Result}. {Finding}");
}
