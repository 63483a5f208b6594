# Authorities and certificates that live for one test run. Dot-source after Common.ps1.
using namespace System.Security.Cryptography
using namespace System.Security.Cryptography.X509Certificates

function New-TestKey {
    [ECDsa]::Create([ECCurve+NamedCurves]::nistP256)
}

function New-TestCertificateRequest([string] $Subject, [ECDsa] $Key) {
    [CertificateRequest]::new($Subject, $Key, [HashAlgorithmName]::SHA256)
}

# The extension that names the hosts of a server.
function New-TestHostName([string[]] $DnsName) {
    $names = [SubjectAlternativeNameBuilder]::new()
    foreach ($name in $DnsName) { $names.AddDnsName($name) }
    $names.Build($false)
}

# A certificate authority; it keeps its private key, so that it can sign.
function New-TestAuthority([string] $Name = 'Test authority') {
    $request = New-TestCertificateRequest -Subject "CN=$Name $((New-Guid).ToString('N').Substring(0, 8))" -Key (New-TestKey)
    $extensions = $request.CertificateExtensions
    $extensions.Add([X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $extensions.Add([X509KeyUsageExtension]::new('KeyCertSign, CrlSign', $true))
    $extensions.Add([X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    $now = [System.DateTimeOffset]::UtcNow
    $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(30))
}

# A certificate with its key: of a server where names are given, else of a client.
function New-TestCertificate {
    param([X509Certificate2] $Authority, [string[]] $DnsName, [string] $Subject = 'CN=test')

    $key = New-TestKey
    $request = New-TestCertificateRequest -Subject $Subject -Key $key
    $usage = [OidCollection]::new()
    $null = $usage.Add([Oid]::new(($DnsName ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2')))
    $request.CertificateExtensions.Add([X509EnhancedKeyUsageExtension]::new($usage, $false))
    $request.CertificateExtensions.Add([X509BasicConstraintsExtension]::new($false, $false, 0, $true))
    if ($DnsName) { $request.CertificateExtensions.Add((New-TestHostName $DnsName)) }
    $serial = [RandomNumberGenerator]::GetBytes(12)
    $serial[0] = $serial[0] -band 0x7F
    $signed = $request.Create($Authority, $Authority.NotBefore, $Authority.NotAfter, $serial)
    $withKey = [ECDsaCertificateExtensions]::CopyWithPrivateKey($signed, $key)
    # Windows' TLS takes no key that lives in this process only.
    [X509Certificate2]::new($withKey.Export('Pfx'))
}

# Writes the certificate without its key, as PEM or, for a path that ends with .cer, as DER; emits the path.
function Export-TestCertificate([X509Certificate2] $Certificate, [string] $Path) {
    if ((Split-Path $Path -Extension) -eq '.cer') {
        Set-Content -Path $Path -Value $Certificate.RawData -AsByteStream
    }
    else {
        Set-Content -Path $Path -Value $Certificate.ExportCertificatePem()
    }
    $Path
}

# Writes the private key as PEM; emits the path.
function Export-TestKey([X509Certificate2] $Certificate, [string] $Path) {
    $key = [ECDsaCertificateExtensions]::GetECDsaPrivateKey($Certificate)
    Set-Content -Path $Path -Value $key.ExportPkcs8PrivateKeyPem()
    $Path
}
