using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Takes certificates as objects or as paths of PEM, DER or (with a key, without a password) PFX files.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CertificateArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var found = new List<X509Certificate2>();
        Collect(engineIntrinsics, inputData, found);
        return found.ToArray();
    }

    private static void Collect(EngineIntrinsics engine, object? input, List<X509Certificate2> found)
    {
        switch (input is PSObject wrapped ? wrapped.BaseObject : input)
        {
            case X509Certificate2 certificate:
                found.Add(certificate);
                break;
            case string path:
                found.AddRange(Load(engine, path));
                break;
            case FileInfo file:
                found.AddRange(Read(file.FullName));
                break;
            case IEnumerable many:
                foreach (object? one in many)
                    Collect(engine, one, found);
                break;
            case var other:
                throw new ArgumentTransformationMetadataException(
                    $"A certificate is a path or an X509Certificate2, not {other?.GetType().Name ?? "null"}.");
        }
    }

    private static X509Certificate2[] Load(EngineIntrinsics engine, string path)
    {
        try
        {
            return engine.SessionState.Path
                .GetResolvedProviderPathFromPSPath(path, out _)
                .SelectMany(Read)
                .ToArray();
        }
        catch (ItemNotFoundException e)
        {
            throw new ArgumentTransformationMetadataException($"There is no certificate file '{path}'.", e);
        }
    }

    private static IEnumerable<X509Certificate2> Read(string file)
    {
        try
        {
            string text = File.ReadAllText(file);
            if (!text.Contains("-----BEGIN ", StringComparison.Ordinal))
                return [new X509Certificate2(file)];
            if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
                return [WithUsableKey(X509Certificate2.CreateFromPem(text, text))];
            var collection = new X509Certificate2Collection();
            collection.ImportFromPem(text);
            return collection.Count > 0
                ? collection
                : throw new ArgumentTransformationMetadataException($"'{file}' holds no certificate.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentTransformationMetadataException($"'{file}' is no readable certificate: {e.Message}", e);
        }
    }

    // Windows does not take the ephemeral key of a PEM file for TLS.
    private static X509Certificate2 WithUsableKey(X509Certificate2 certificate) =>
        new(certificate.Export(X509ContentType.Pfx));
}
