using System.Buffers;
using System.Security.Cryptography;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>The bytes of a secret, for as long as they are needed; they are wiped afterwards.</summary>
internal readonly ref struct RevealedSecret
{
    private readonly byte[] _rented;

    public RevealedSecret(IotSecret secret)
    {
        _rented = ArrayPool<byte>.Shared.Rent(Math.Max(secret.ByteCount, 1));
        Bytes = _rented.AsSpan(0, secret.CopyTo(_rented));
    }

    public Span<byte> Bytes { get; }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Bytes);
        ArrayPool<byte>.Shared.Return(_rented);
    }
}
