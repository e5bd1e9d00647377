using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs.Specialized;

namespace Hookwork.Archive;

/// <summary>The lease of a blob, renewed until it is released or another instance has it.</summary>
public sealed class RenewedLease : IAsyncDisposable
{
    /// <summary>
    /// How long it lasts without renewal: the shortest that the service allows, so that a crash frees it soon.
    /// </summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    /// <summary>Between two tries while storage fails.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly BlobLeaseClient _client;
    private readonly CancellationTokenSource _done = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewing;

    private RenewedLease(BlobLeaseClient client)
    {
        _client = client;
        _renewing = RenewAsync(_done.Token);
    }

    public string Id => _client.LeaseId;

    /// <summary>Cancelled when it could not be renewed in time: another instance may hold it.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Leases a blob.</summary>
    /// <exception cref="RequestFailedException">Another instance holds it (409), or there is no such blob
    /// (404).</exception>
    public static async Task<RenewedLease> AcquireAsync(BlobBaseClient blob, CancellationToken cancellationToken)
    {
        var client = blob.GetBlobLeaseClient();
        await client.AcquireAsync(Length, cancellationToken: cancellationToken);
        return new RenewedLease(client);
    }

    /// <summary>Releases it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        try
        {
            using var patience = new CancellationTokenSource(Renewal);
            await _client.ReleaseAsync(cancellationToken: patience.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It expires by itself.
        }

        _done.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(CancellationToken done)
    {
        var renewed = Stopwatch.StartNew();
        while (true)
        {
            var wait = Renewal - renewed.Elapsed;
            await Task.Delay(wait > Pause ? wait : Pause, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
                return;
            var asked = Stopwatch.StartNew();
            try
            {
                var left = Length - renewed.Elapsed;
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(done);
                patience.CancelAfter(left > TimeSpan.Zero ? left : Renewal);
                await _client.RenewAsync(cancellationToken: patience.Token);
                renewed = asked;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
            {
                await _lost.CancelAsync();
                return;
            }
            // Storage is unavailable, or a token for it. Even a late renewal succeeds if nobody has leased the blob.
            catch (Exception)
            {
                if (renewed.Elapsed + Pause > Length)
                    await _lost.CancelAsync();
            }
        }
    }
}
