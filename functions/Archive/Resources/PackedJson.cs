using System.IO.Compression;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>
/// Stores a resource's JSON in an entity: Brotli, split into binary properties of 64 KiB, the limit of Table storage.
/// </summary>
public static class PackedJson
{
    private const int PartSize = 64 * 1024;
    private const int MostParts = 14;
    private const string Parts = "JsonParts";
    private const string Blob = "JsonBlob";
    private static readonly BrotliCompressionOptions Options = new() { Quality = 5 };

    /// <summary>Compresses a text, as JSON in a row is.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> text)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, Options))
            brotli.Write(text);
        return compressed.ToArray();
    }

    /// <summary>The reverse of <see cref="Compress"/>.</summary>
    public static byte[] Decompress(byte[] compressed)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var text = new MemoryStream(compressed.Length * 4);
        brotli.CopyTo(text);
        return text.ToArray();
    }

    /// <summary>Writes JSON into an entity, or into a blob of the given name if it does not fit.</summary>
    public static async Task WriteAsync(
        TableEntity entity,
        ReadOnlyMemory<byte> json,
        ArchiveStorage storage,
        string blobName,
        CancellationToken cancellationToken
    )
    {
        var compressed = Compress(json.Span);
        var parts = (compressed.Length + PartSize - 1) / PartSize;
        if (parts > MostParts)
        {
            await storage
                .Mboxes.GetBlobClient(blobName)
                .UploadAsync(BinaryData.FromBytes(compressed), overwrite: true, cancellationToken);
            entity[Blob] = blobName;
            parts = 0;
        }
        entity[Parts] = parts;
        for (var part = 0; part < parts; part++)
            entity[Name(part)] = compressed
                .AsSpan(part * PartSize, Math.Min(PartSize, compressed.Length - part * PartSize))
                .ToArray();
    }

    /// <summary>Reads the JSON of an entity from its properties or its blob.</summary>
    public static async Task<byte[]> ReadAsync(
        TableEntity entity,
        ArchiveStorage storage,
        CancellationToken cancellationToken
    )
    {
        var compressed = (entity.GetInt32(Parts) ?? 0) switch
        {
            0 => await BlobAsync(entity.GetString(Blob)!, storage, cancellationToken),
            1 => entity.GetBinary(Name(0))!,
            var parts => [.. Enumerable.Range(0, parts).SelectMany(part => entity.GetBinary(Name(part))!)],
        };
        return Decompress(compressed);
    }

    private static async Task<byte[]> BlobAsync(
        string name,
        ArchiveStorage storage,
        CancellationToken cancellationToken
    ) => (await storage.Mboxes.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();

    private static string Name(int part) => $"Json{part}";
}
