namespace AliyunIotWs.Emulator.Cloud.Upgrade;

/// <summary>
/// The firmware modules of a device. Bounded: 20 modules, and 64 characters of each name, version and step, 256 of a
/// description; what is longer is cut.
/// </summary>
internal sealed class FirmwareModules
{
    /// <summary>The module that a message without one is about.</summary>
    public const string Default = "default";

    private const int Capacity = 20;
    private const int LongestName = 64;
    private const int LongestDescription = 256;

    private readonly object _gate = new();
    private readonly Dictionary<string, FirmwareModule> _modules = new(StringComparer.Ordinal);

    /// <summary>Notes which version a device runs; an offer of this version has come to its end.</summary>
    /// <returns>The offer that is open.</returns>
    public FirmwareOffer? Report(string module, string version) => Change(module, known => known with
    {
        Version = Cut(version, LongestName),
        Offer = known.Offer?.Version == version ? null : known.Offer,
    })?.Offer;

    public void Progress(string module, string step, string? description) => Change(module, known => known with
    {
        Step = Cut(step, LongestName),
        Description = description is null ? null : Cut(description, LongestDescription),
    });

    /// <summary>Offers a package, in the place of an earlier one.</summary>
    /// <returns>False where the device has too many modules.</returns>
    public bool TryOffer(FirmwareOffer offer) => Change(offer.Module, known => known with
    {
        Offer = offer,
        Step = null,
        Description = null,
    }) is not null;

    /// <summary>Takes a module over as it is.</summary>
    /// <returns>False where the device has too many modules.</returns>
    public bool TryRestore(FirmwareModule module) => Change(module.Name, _ => module) is not null;

    /// <summary>The package that the device may upgrade to; null where there is none or it runs it already.</summary>
    public FirmwareOffer? OfferFor(string module)
    {
        lock (_gate)
        {
            var known = _modules.GetValueOrDefault(module);
            return known?.Offer?.Version == known?.Version ? null : known?.Offer;
        }
    }

    public IReadOnlyList<FirmwareModule> Snapshot()
    {
        lock (_gate)
            return [.. _modules.Values];
    }

    private FirmwareModule? Change(string module, Func<FirmwareModule, FirmwareModule> change)
    {
        string name = Cut(module, LongestName);
        lock (_gate)
        {
            if (!_modules.TryGetValue(name, out var known))
            {
                if (_modules.Count >= Capacity)
                    return null;
                known = new FirmwareModule(name, null, null, null, null);
            }

            return _modules[name] = change(known);
        }
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
