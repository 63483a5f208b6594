using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>The thing models of the products that have one. A product without one is not checked.</summary>
/// <exception cref="ArgumentException">A model is no JSON object.</exception>
internal sealed class ThingModelCatalog(IEnumerable<EmulatorProduct> products)
{
    private readonly Dictionary<string, Tsl> _models = products
        .Where(product => product.Tsl is not null)
        .ToDictionary(product => product.ProductKey, product => Tsl.Parse(product.Tsl!), StringComparer.Ordinal);

    public Tsl? Find(string productKey) => _models.GetValueOrDefault(productKey);
}
