using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hookwork.Archive.Resources;

namespace Hookwork.Archive;

/// <summary>Mboxes in Blob storage, byte for byte as upstream served them.</summary>
public sealed class MboxStore(ArchiveStorage storage)
{
    /// <summary>
    /// The largest mbox, in bytes, that is uploaded in one request, which costs at most half of a block upload. Larger
    /// ones are streamed in blocks.
    /// </summary>
    private const int LargestAtOnce = 4 << 20;

    private const string Extension = ".mbox";

    private static readonly BlobUploadOptions MboxOptions = new()
    {
        HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain; charset=utf-8" },
        TransferOptions = new StorageTransferOptions
        {
            InitialTransferSize = LargestAtOnce,
            MaximumTransferSize = 8 << 20,
            MaximumConcurrency = 1,
        },
    };

    /// <summary>Stores an mbox, replacing any previous one. An interrupted upload stores nothing.</summary>
    public async Task WriteAsync(
        long project,
        ResourceKind kind,
        long id,
        PipeReader mbox,
        CancellationToken cancellationToken
    )
    {
        // The client uploads in one request only if the length is known.
        var start = await mbox.ReadAtLeastAsync(LargestAtOnce, cancellationToken);
        await using var content = start.IsCompleted
            ? new MemoryStream(start.Buffer.ToArray())
            : mbox.AsStream(leaveOpen: true);
        mbox.AdvanceTo(start.Buffer.Start);
        await Mbox(project, kind, id).UploadAsync(content, MboxOptions, cancellationToken);
    }

    /// <summary>Whether there is an mbox.</summary>
    public async Task<bool> ExistsAsync(
        long project,
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    ) => (await Mbox(project, kind, id).ExistsAsync(cancellationToken)).Value;

    /// <summary>Deletes an mbox, if there is one.</summary>
    public Task DeleteAsync(long project, ResourceKind kind, long id, CancellationToken cancellationToken) =>
        Mbox(project, kind, id).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Opens an mbox; null if there is none.</summary>
    public async Task<StoredMbox?> FindAsync(
        long project,
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var download = await Mbox(project, kind, id).DownloadStreamingAsync(cancellationToken: cancellationToken);
            return new StoredMbox(
                default,
                download.Value.Content,
                download.Value.Details.ContentLength,
                download.Value.Details.ETag.ToString("H")
            );
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>
    /// The ids of a project's resources of a kind that have an mbox. Listing 5,000 costs as much as one write.
    /// </summary>
    public async IAsyncEnumerable<long> IdsAsync(
        long project,
        ResourceKind kind,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var folder = $"{project}/{kind.Plural()}/";
        await foreach (
            var blob in storage.Mboxes.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken)
        )
        {
            if (
                blob.Name.EndsWith(Extension, StringComparison.Ordinal)
                && long.TryParse(
                    blob.Name.AsSpan(folder.Length, blob.Name.Length - folder.Length - Extension.Length),
                    out var id
                )
            )
                yield return id;
        }
    }

    private BlobClient Mbox(long project, ResourceKind kind, long id) =>
        storage.Mboxes.GetBlobClient($"{project}/{kind.Plural()}/{id}{Extension}");
}
