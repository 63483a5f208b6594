using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>What the console knows of a product.</summary>
/// <param name="ProductKey">Key of the product; not empty, none of <c>/ + # &amp; |</c>.</param>
internal sealed record EmulatorProduct(string ProductKey)
{
    /// <summary>Its topic classes; null stands for those that every product has from the start.</summary>
    public IReadOnlyList<TopicClass>? Topics { get; init; }

    /// <summary>Key of the signatures of dynamic registration. The text form of this type does not show it.</summary>
    public string? ProductSecret { get; init; }

    /// <summary>The thing model as JSON; null where nothing is checked by it.</summary>
    public string? Tsl { get; init; }

    public override string ToString() => $"{nameof(EmulatorProduct)} {ProductKey}";
}
