using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Hookwork.Archive;

namespace Hookwork.SelfHost.Timers;

/// <summary>
/// A timer function's status blob: every instance reads it, the instance that holds its lease writes it.
/// </summary>
internal sealed class TimerBlob(BlobServiceClient service, string function)
{
    private const string Container = "azure-webjobs-hosts";

    private readonly BlobContainerClient _container = service.GetBlobContainerClient(Container);

    private BlobClient Blob => _container.GetBlobClient($"timers/selfhost/{function}/status");

    /// <summary>Reads the status; <see langword="null"/> before the first start.</summary>
    public async Task<TimerStatus?> ReadAsync(CancellationToken cancellationToken) =>
        (await ReadWithTagAsync(cancellationToken))?.Status;

    /// <summary>Writes the first status if none exists.</summary>
    public async Task CreateAsync(TimerStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await CreateBlobAsync(status, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await CreateBlobAsync(status, cancellationToken);
        }
    }

    /// <summary>Acquires the lease; breaks it if its holder was a process of this machine that has exited.</summary>
    /// <returns>The lease; <see langword="null"/> while another instance holds it.</returns>
    public async Task<RenewedLease?> TryLeaseAsync(CancellationToken cancellationToken)
    {
        if (await TryAcquireAsync(cancellationToken) is { } lease)
            return lease;
        if (await ReadWithTagAsync(cancellationToken) is not var (status, tag) || !LeaseHolder.IsGone(status.Holder))
            return null;
        try
        {
            await Blob.GetBlobLeaseClient()
                .BreakAsync(TimeSpan.Zero, new RequestConditions { IfMatch = tag }, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return null;
        }

        return await TryAcquireAsync(cancellationToken);
    }

    /// <summary>Writes the status.</summary>
    /// <exception cref="RequestFailedException">The lease is lost, or storage fails.</exception>
    public Task WriteAsync(TimerStatus status, string leaseId, CancellationToken cancellationToken) =>
        UploadAsync(status, new BlobRequestConditions { LeaseId = leaseId }, cancellationToken);

    private async Task CreateBlobAsync(TimerStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await UploadAsync(status, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            // Another instance was first.
        }
    }

    private Task UploadAsync(
        TimerStatus status,
        BlobRequestConditions conditions,
        CancellationToken cancellationToken
    ) =>
        Blob.UploadAsync(
            BinaryData.FromObjectAsJson(status, TimerJson.Default.TimerStatus),
            new BlobUploadOptions
            {
                Conditions = conditions,
                HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            },
            cancellationToken
        );

    private async Task<(TimerStatus Status, ETag Tag)?> ReadWithTagAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = (await Blob.DownloadContentAsync(cancellationToken)).Value;
            return content.Content.ToObjectFromJson(TimerJson.Default.TimerStatus) is { } status
                ? (status, content.Details.ETag)
                : null;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    private async Task<RenewedLease?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RenewedLease.AcquireAsync(Blob, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return null;
        }
    }
}
