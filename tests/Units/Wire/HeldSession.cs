using AliyunIotWs.Session;

namespace AliyunIotWs.Units.Wire;

/// <summary>A session that ends with its test, and after its peers, which answer no close: so it waits for none.</summary>
internal sealed class HeldSession(RawBroker broker, DeviceSession session) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        broker.Drop();
        return session.DisposeAsync();
    }
}
