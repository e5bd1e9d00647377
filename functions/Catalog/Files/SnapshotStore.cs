using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hookwork.Archive;
using Microsoft.Win32.SafeHandles;

namespace Hookwork.Catalog.Files;

/// <summary>Catalog files in Blob storage: immutable, named by project, format and journal position.</summary>
public sealed class SnapshotStore(ArchiveStorage storage)
{
    /// <summary>The number of snapshots kept per project and format.</summary>
    public const int Kept = 2;

    private const string HashKey = "crc64";
    private const int Parts = 4;
    private const long SmallestPart = 4 << 20;
    private const int BufferSize = 1 << 20;

    private static readonly StorageTransferOptions Transfer = new()
    {
        MaximumConcurrency = 4,
        InitialTransferSize = 4 << 20,
        MaximumTransferSize = 8 << 20,
    };

    /// <summary>The snapshots of a project in this format, newest first.</summary>
    public async Task<IReadOnlyList<Snapshot>> ListAsync(long project, CancellationToken cancellationToken)
    {
        List<Snapshot> snapshots = [];
        await foreach (
            var blob in storage.Catalog.GetBlobsAsync(
                BlobTraits.Metadata,
                BlobStates.None,
                $"{project}/{CatalogSchema.Format}-",
                cancellationToken
            )
        )
        {
            if (Snapshot.TryParse(blob.Name, blob.Properties.ContentLength ?? 0) is not { } snapshot)
                continue;
            var hash = blob.Metadata is { } metadata && metadata.TryGetValue(HashKey, out var stored) ? stored : null;
            snapshots.Add(snapshot with { Hash = hash });
        }
        snapshots.Reverse();
        return snapshots;
    }

    /// <summary>The names of a project's snapshots in other formats, written by other versions of Hookwork.</summary>
    public async Task<IReadOnlyList<string>> OtherFormatsAsync(long project, CancellationToken cancellationToken) =>
        await Blobs(project, cancellationToken)
            .Where(blob => IsOfOtherFormat(blob, project))
            .Select(blob => blob.Name)
            .ToListAsync(cancellationToken);

    /// <summary>Downloads a snapshot, in parts at once.</summary>
    /// <exception cref="InvalidDataException">The content is not what was stored.</exception>
    public async Task LoadAsync(Snapshot snapshot, string path, CancellationToken cancellationToken)
    {
        var blob = storage.Catalog.GetBlobClient(snapshot.Name);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var hashes = await Task.WhenAll(
            PartsOf(snapshot.Size).Select(part => LoadAsync(blob, part, file, cancellationToken))
        );
        if (snapshot.Hash != Join(hashes))
            throw new InvalidDataException(
                $"The snapshot {snapshot.Name} is damaged: its content is not what was stored."
            );
    }

    /// <summary>
    /// Writes a part of a blob to its place in a file. <c>DownloadToAsync</c> would hold megabytes of each part in memory.
    /// </summary>
    /// <returns>Its hash.</returns>
    private static async Task<ulong> LoadAsync(
        BlobClient blob,
        HttpRange part,
        SafeFileHandle file,
        CancellationToken cancellationToken
    )
    {
        var options = new BlobDownloadOptions { Range = part };
        using var download = (await blob.DownloadStreamingAsync(options, cancellationToken)).Value;
        var hash = new Crc64();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        for (
            var at = part.Offset;
            await download.Content.ReadAsync(buffer, cancellationToken) is > 0 and var read;
            at += read
        )
        {
            hash.Append(buffer.AsSpan(0, read));
            RandomAccess.Write(file, buffer.AsSpan(0, read), at);
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>
    /// Stores a file as a snapshot. An existing one of this position has the same content and is kept.
    /// </summary>
    public async Task StoreAsync(
        long project,
        DateTimeOffset position,
        string path,
        CancellationToken cancellationToken
    )
    {
        var snapshot = new Snapshot(project, position, new FileInfo(path).Length);
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [HashKey] = HashesOf(path) },
            TransferOptions = Transfer,
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await storage.Catalog.GetBlobClient(snapshot.Name).UploadAsync(path, options, cancellationToken);
        }
        // Another instance stored it first.
        catch (RequestFailedException exception) when (exception.Status is 409 or 412) { }
    }

    /// <summary>
    /// Deletes all but the newest snapshots of a project, and those of other formats once a rollback is unlikely.
    /// </summary>
    /// <returns>The snapshots that are kept, newest first.</returns>
    public async Task<IReadOnlyList<Snapshot>> PruneAsync(
        long project,
        DateTimeOffset otherFormatsBefore,
        CancellationToken cancellationToken
    )
    {
        List<Snapshot> snapshots = [];
        // One listing for all formats, since each costs as much as a write.
        await foreach (var blob in Blobs(project, cancellationToken))
        {
            if (!IsOfOtherFormat(blob, project))
            {
                if (Snapshot.TryParse(blob.Name, blob.Properties.ContentLength ?? 0) is { } snapshot)
                    snapshots.Add(snapshot);
            }
            else if (blob.Properties.LastModified < otherFormatsBefore)
            {
                await storage.Catalog.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            }
        }
        snapshots.Reverse();
        foreach (var snapshot in snapshots.Skip(Kept))
            await storage.Catalog.DeleteBlobIfExistsAsync(snapshot.Name, cancellationToken: cancellationToken);
        return [.. snapshots.Take(Kept)];
    }

    /// <summary>The snapshots of a project in all formats, those of one format oldest first.</summary>
    private AsyncPageable<BlobItem> Blobs(long project, CancellationToken cancellationToken) =>
        storage.Catalog.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{project}/", cancellationToken);

    private static bool IsOfOtherFormat(BlobItem blob, long project) =>
        !blob.Name.StartsWith($"{project}/{CatalogSchema.Format}-", StringComparison.Ordinal);

    /// <summary>The parts of a file of a size. Each has a hash, so that it is checked while it is read.</summary>
    private static IEnumerable<HttpRange> PartsOf(long size)
    {
        var length = Math.Max(SmallestPart, (size + Parts - 1) / Parts);
        for (long at = 0; at < size; at += length)
            yield return new HttpRange(at, Math.Min(length, size - at));
    }

    /// <summary>
    /// The CRC-64 of each part of a file that was just written, so that it is read from memory. It is compiled ahead,
    /// which XXH3 is not: right after a start it is ten times as fast.
    /// </summary>
    private static string HashesOf(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        return Join(PartsOf(RandomAccess.GetLength(file)).Select(part => HashOf(file, part)));
    }

    private static ulong HashOf(SafeFileHandle file, HttpRange part)
    {
        var hash = new Crc64();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        for (
            var (at, end) = (part.Offset, part.Offset + part.Length!.Value);
            RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), at) is > 0 and var read;
            at += read
        )
            hash.Append(buffer.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash.GetCurrentHashAsUInt64();
    }

    private static string Join(IEnumerable<ulong> hashes) =>
        string.Join('-', hashes.Select(hash => hash.ToString("x16", CultureInfo.InvariantCulture)));
}
