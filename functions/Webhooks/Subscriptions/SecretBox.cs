using System.Diagnostics;
using System.Security.Cryptography;
using System.Xml.Linq;
using Hookwork.Archive;
using Microsoft.AspNetCore.DataProtection;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>
/// Encrypts secrets in Table storage with ASP.NET Core Data Protection. Its keys are blobs that all instances share.
/// </summary>
public sealed class SecretBox(ArchiveStorage storage)
{
    private const string Extension = ".xml";
    private readonly SemaphoreSlim _gate = new(1);
    private volatile KeyRing? _ring;

    /// <summary>The timestamp right before the keys of the ring were listed.</summary>
    private long _listed;

    /// <summary>Encrypts a text.</summary>
    public async Task<string> ProtectAsync(string text, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var ring = _ring ?? await LoadAsync(cancellationToken);
            var encrypted = ring.Protector.Protect(text);
            // A key is stored before anything that only it decrypts.
            foreach (var (name, key) in ring.TakeMade())
                await storage
                    .KeyRing.GetBlobClient(name + Extension)
                    .UploadAsync(BinaryData.FromString(key.ToString()), overwrite: true, cancellationToken);
            return encrypted;
        }
        catch
        {
            // A key that was created but not stored must not be used again.
            _ring = null;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The reverse of <see cref="ProtectAsync"/>.</summary>
    /// <exception cref="CryptographicException">The text was not encrypted with a key of this deployment.</exception>
    public async Task<string> UnprotectAsync(string encrypted, CancellationToken cancellationToken)
    {
        // Without waiting for the gate, since anybody can send a text that no key decrypts.
        var (before, asked) = (_ring, Stopwatch.GetTimestamp());
        if (TryUnprotect(before) is { } text)
            return text;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // At a start, all callers wait for the first one to read the keys.
            if (_ring != before && TryUnprotect(_ring) is { } meanwhile)
                return meanwhile;
            // Another instance may have created the key since the ring was read. All waiting callers share one listing
            // of the keys. Otherwise many texts that no key decrypts would delay those who encrypt.
            if (_ring is not { } ring || _listed < asked)
                ring = await LoadAsync(cancellationToken);
            return ring.Protector.Unprotect(encrypted);
        }
        finally
        {
            _gate.Release();
        }

        string? TryUnprotect(KeyRing? ring)
        {
            try
            {
                return ring?.Protector.Unprotect(encrypted);
            }
            catch (CryptographicException)
            {
                return null;
            }
        }
    }

    /// <summary>Takes the present keys; reads them again only if there is one that the ring does not have.</summary>
    private async Task<KeyRing> LoadAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var names = await storage
            .KeyRing.GetBlobsAsync(cancellationToken: cancellationToken)
            .Select(blob => Path.GetFileNameWithoutExtension(blob.Name))
            .ToListAsync(cancellationToken);
        if (_ring is not { } ring || !ring.Has(names))
        {
            Dictionary<string, XElement> keys = [];
            foreach (var name in names)
            {
                var content = await storage
                    .KeyRing.GetBlobClient(name + Extension)
                    .DownloadContentAsync(cancellationToken);
                keys[name] = XElement.Parse(content.Value.Content.ToString());
            }
            ring = new KeyRing(keys);
        }
        (_ring, _listed) = (ring, started);
        return ring;
    }
}
