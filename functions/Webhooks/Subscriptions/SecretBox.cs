using System.Buffers.Text;
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
    /// <summary>What an encrypted text has in front, in characters: a mark, and the id of the key.</summary>
    private const int HeadLength = 28;

    private const int MarkBytes = 4;
    private const int IdBytes = 16;

    /// <summary>Keys that nobody has are looked for at most this often, since anyone can make up their ids.</summary>
    private static readonly TimeSpan BetweenLoads = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private KeyRing? _ring;
    private long _loadedAt;

    /// <summary>What each text begins with that Data Protection encrypts.</summary>
    private static ReadOnlySpan<byte> Mark => [0x09, 0xF0, 0xC9, 0xF0];

    /// <summary>Encrypts a text.</summary>
    public async Task<string> ProtectAsync(string text, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var ring = _ring ??= await LoadAsync(cancellationToken);
            var encrypted = ring.Protector.Protect(text);
            // A key is stored before anything that only it decrypts.
            foreach (var (name, key) in ring.TakeMade())
                await storage
                    .KeyRing.GetBlobClient($"{name}.xml")
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
        // The token of an address comes from anyone. Reading keys for each would hold up every delivery.
        var key = KeyOf(encrypted) ?? throw new CryptographicException("It is not encrypted by Data Protection.");
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Another instance may have created the key since the ring was read.
            if (_ring is null || (!_ring.Has(key) && Stopwatch.GetElapsedTime(_loadedAt) > BetweenLoads))
                _ring = await LoadAsync(cancellationToken);
            return _ring.Protector.Unprotect(encrypted);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The id of the key that encrypted a text; null if none did.</summary>
    private static Guid? KeyOf(string encrypted)
    {
        if (encrypted.Length < HeadLength || !Base64Url.IsValid(encrypted.AsSpan(0, HeadLength)))
            return null;
        Span<byte> head = stackalloc byte[HeadLength];
        var length = Base64Url.DecodeFromChars(encrypted.AsSpan(0, HeadLength), head);
        return length >= MarkBytes + IdBytes && head.StartsWith(Mark) ? new Guid(head.Slice(MarkBytes, IdBytes)) : null;
    }

    private async Task<KeyRing> LoadAsync(CancellationToken cancellationToken)
    {
        List<XElement> keys = [];
        await foreach (var blob in storage.KeyRing.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            var content = await storage.KeyRing.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken);
            keys.Add(XElement.Parse(content.Value.Content.ToString()));
        }
        _loadedAt = Stopwatch.GetTimestamp();
        return new KeyRing(keys);
    }
}
