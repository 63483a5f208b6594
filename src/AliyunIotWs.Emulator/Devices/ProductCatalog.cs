using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>The products of the platform. One that was not described has the topic classes of a new product.</summary>
internal sealed class ProductCatalog
{
    private static readonly string s_tooMany =
        $"topic classes are defined for a product, the platform allows {PlatformLimits.ClassesPerProduct}.";

    private readonly Dictionary<string, EmulatorProduct> _products = new(StringComparer.Ordinal);
    private readonly bool _lenient;

    /// <param name="products">Those that are described.</param>
    /// <param name="lenient">Devices may use all that lies below their own prefixes.</param>
    /// <exception cref="ArgumentException">A product key is not valid or is given twice.</exception>
    public ProductCatalog(IEnumerable<EmulatorProduct> products, bool lenient)
    {
        ArgumentNullException.ThrowIfNull(products);
        _lenient = lenient;
        foreach (var product in products)
        {
            DeviceRegistry.ValidateName("product key", product.ProductKey);
            if (!_products.TryAdd(product.ProductKey, product))
                throw new ArgumentException($"The product {product.ProductKey} is given twice.", nameof(products));
            if (product.Topics is { Count: > PlatformLimits.ClassesPerProduct })
                throw new ArgumentException($"{product.Topics.Count} {s_tooMany}", nameof(products));
        }
    }

    /// <summary>True for a product that was described.</summary>
    public bool Describes(string productKey) => _products.ContainsKey(productKey);

    public EmulatorProduct Find(string productKey) =>
        _products.GetValueOrDefault(productKey) ?? new EmulatorProduct(productKey);

    public TopicRights RightsOf(EmulatorProduct product) => new(product.Topics ?? TopicClass.Defaults, _lenient);
}
