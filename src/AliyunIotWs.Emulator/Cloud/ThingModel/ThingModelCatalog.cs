namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>The thing models of the products that have one. A product without one is not checked.</summary>
/// <param name="models">Product key and model as JSON.</param>
internal sealed class ThingModelCatalog(IEnumerable<(string ProductKey, string Json)> models)
{
    private readonly Dictionary<string, Tsl> _models =
        models.ToDictionary(model => model.ProductKey, model => Tsl.Parse(model.Json), StringComparer.Ordinal);

    public Tsl? Find(string productKey) => _models.GetValueOrDefault(productKey);
}
