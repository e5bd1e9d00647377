using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Hookwork.SelfHost;

namespace Hookwork.Tests;

/// <summary>
/// An Azurite with https and a self-signed certificate, which accepts bearer tokens beside account keys.
/// </summary>
public sealed class HttpsAzurite : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-https");
    private SocketsHttpHandler _handler = null!;

    public Azurite Azurite { get; private set; } = null!;

    /// <summary>A transport that trusts only this certificate.</summary>
    public HttpPipelineTransport Transport { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var (certificateFile, keyFile) = (
            Path.Combine(_folder.FullName, "certificate.pem"),
            Path.Combine(_folder.FullName, "key.pem")
        );
        using var key = RSA.Create(2048);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=Azurite", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());

        _handler = new SocketsHttpHandler();
        _handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        _handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(certificate);
        Transport = new HttpClientTransport(_handler);
        Azurite = await Azurite.StartAsync(AzuriteOptions.InMemory with { Https = (certificateFile, keyFile) });
    }

    public async Task DisposeAsync()
    {
        await Azurite.DisposeAsync();
        _handler.Dispose();
        _folder.Delete(recursive: true);
    }
}
