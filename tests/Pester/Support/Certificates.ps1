# Authorities and certificates that live for one test run. Dot-source after Common.ps1.

# A certificate authority; it keeps its private key, so that it can sign.
function New-TestAuthority([string] $Name = 'Test authority') {
    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = New-TestCertificateRequest -Subject "CN=$Name $([guid]::NewGuid().ToString('N').Substring(0, 8))" -Key $key
    $extensions = $request.CertificateExtensions
    $extensions.Add([System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $extensions.Add([System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('KeyCertSign, CrlSign', $true))
    $extensions.Add([System.Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    $request.CreateSelfSigned([System.DateTimeOffset]::UtcNow.AddDays(-1), [System.DateTimeOffset]::UtcNow.AddDays(30))
}

# A certificate with its key: of a server where names are given, else of a client.
function New-TestCertificate {
    param(
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Authority,
        [string[]] $DnsName = @(),
        [ipaddress[]] $Address = @(),
        [string] $Subject = 'CN=test'
    )
    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = New-TestCertificateRequest -Subject $Subject -Key $key
    $usage = [System.Security.Cryptography.OidCollection]::new()
    $isServer = $DnsName.Count + $Address.Count -gt 0
    $null = $usage.Add([System.Security.Cryptography.Oid]::new(('1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1')[$isServer]))
    $extensions = $request.CertificateExtensions
    $extensions.Add([System.Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($usage, $false))
    $extensions.Add([System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($false, $false, 0, $true))
    if ($isServer) {
        $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        foreach ($name in $DnsName) { $names.AddDnsName($name) }
        foreach ($one in $Address) { $names.AddIpAddress($one) }
        $extensions.Add($names.Build($false))
    }
    [byte[]] $serial = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(12)
    $serial[0] = $serial[0] -band 0x7F
    $signed = $request.Create($Authority, $Authority.NotBefore, $Authority.NotAfter, $serial)
    $withKey = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::CopyWithPrivateKey($signed, $key)
    # Windows' TLS takes no key that lives in this process only.
    [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($withKey.Export('Pfx'))
}

function New-TestCertificateRequest([string] $Subject, [System.Security.Cryptography.ECDsa] $Key) {
    [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
        $Subject, $Key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
}

# Writes the certificate without its key, as PEM or, for a path that ends with .cer, as DER; emits the path.
function Export-TestCertificate([System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate, [string] $Path) {
    if ($Path.EndsWith('.cer')) {
        [System.IO.File]::WriteAllBytes($Path, $Certificate.RawData)
    }
    else {
        [System.IO.File]::WriteAllText($Path, $Certificate.ExportCertificatePem())
    }
    $Path
}

# Writes the private key as PEM; emits the path.
function Export-TestKey([System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate, [string] $Path) {
    $key = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($Certificate)
    [System.IO.File]::WriteAllText($Path, $key.ExportPkcs8PrivateKeyPem())
    $Path
}
