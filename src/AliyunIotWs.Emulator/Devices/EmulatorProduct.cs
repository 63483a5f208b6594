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

    /// <summary>
    /// Whether its devices may register; on the console it is a switch, off for a new product. Null follows the secret:
    /// on where there is one.
    /// </summary>
    public bool? DynamicRegistration { get; init; }

    /// <summary>True where its devices may register.</summary>
    public bool Registers => DynamicRegistration ?? ProductSecret is not null;

    /// <summary>The thing model as JSON; null where nothing is checked by it.</summary>
    public string? Tsl { get; init; }

    public override string ToString() => $"{nameof(EmulatorProduct)} {ProductKey}";
}
