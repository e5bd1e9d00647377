using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Hookwork.Archive;

namespace Hookwork.Catalog.Files;

/// <summary>Catalog files in Blob storage: immutable, named by project, format and journal position.</summary>
public sealed class SnapshotStore(ArchiveStorage storage)
{
    /// <summary>The number of snapshots kept per project and format.</summary>
    public const int Kept = 2;

    private const string HashKey = "xxh3";
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
    public async Task<IReadOnlyList<string>> OtherFormatsAsync(long project, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (var blob in OtherFormats(project, cancellationToken))
            names.Add(blob.Name);
        return names;
    }

    /// <summary>Downloads a snapshot.</summary>
    /// <exception cref="InvalidDataException">The content is not what was stored.</exception>
    public async Task LoadAsync(Snapshot snapshot, string path, CancellationToken cancellationToken)
    {
        var blob = storage.Catalog.GetBlobClient(snapshot.Name);
        await blob.DownloadToAsync(path, new BlobDownloadToOptions { TransferOptions = Transfer }, cancellationToken);
        if (snapshot.Hash != HashOf(path))
            throw new InvalidDataException(
                $"The snapshot {snapshot.Name} is damaged: its content is not what was stored."
            );
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
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [HashKey] = HashOf(path) },
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
    public async Task PruneAsync(long project, DateTimeOffset otherFormatsBefore, CancellationToken cancellationToken)
    {
        foreach (var snapshot in (await ListAsync(project, cancellationToken)).Skip(Kept))
            await storage.Catalog.DeleteBlobIfExistsAsync(snapshot.Name, cancellationToken: cancellationToken);
        await foreach (var blob in OtherFormats(project, cancellationToken))
        {
            if (blob.Properties.LastModified < otherFormatsBefore)
                await storage.Catalog.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        }
    }

    private IAsyncEnumerable<BlobItem> OtherFormats(long project, CancellationToken cancellationToken) =>
        storage
            .Catalog.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{project}/", cancellationToken)
            .Where(blob => !blob.Name.StartsWith($"{project}/{CatalogSchema.Format}-", StringComparison.Ordinal));

    /// <summary>The XXH3 of a file that was just written, so that it is read from memory.</summary>
    private static string HashOf(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var hash = new XxHash3();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        for (long at = 0; RandomAccess.Read(file, buffer, at) is > 0 and var read; at += read)
            hash.Append(buffer.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }
}
