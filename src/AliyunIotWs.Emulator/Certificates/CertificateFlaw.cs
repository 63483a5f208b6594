namespace AliyunIotWs.Emulator.Certificates;

/// <summary>What is wrong with a certificate that no device may trust.</summary>
internal enum CertificateFlaw
{
    /// <summary>Another authority has signed it; all else is right.</summary>
    Authority,

    /// <summary>It names another host.</summary>
    Host,

    /// <summary>Its time is over.</summary>
    Expired,
}
