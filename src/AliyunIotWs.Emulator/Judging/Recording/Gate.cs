using AliyunIotWs.Emulator.Certificates;

namespace AliyunIotWs.Emulator.Judging.Recording;

/// <summary>How those are met who come next. The judge sets it, connections read it.</summary>
internal sealed class Gate
{
    private volatile bool _closed;
    private volatile int _refusal;
    private volatile Showing? _shown;

    /// <summary>The ports take nobody.</summary>
    public bool IsClosed
    {
        get => _closed;
        set => _closed = value;
    }

    /// <summary>Return code of the CONNACK for whoever would be let in; 0 lets them in.</summary>
    public int Refusal
    {
        get => _refusal;
        set => _refusal = value;
    }

    /// <summary>The certificate that is shown in the place of the right one; null for that one.</summary>
    public Showing? Shown
    {
        get => _shown;
        set => _shown = value;
    }

    /// <summary>Makes everything as it is without a judge.</summary>
    public void Open()
    {
        IsClosed = false;
        Refusal = 0;
        Shown = null;
    }

    /// <summary>A certificate with a flaw.</summary>
    internal sealed record Showing(CertificateFlaw Flaw, EmulatorCertificates Certificates);
}
