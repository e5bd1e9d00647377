using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs.Specialized;

namespace Hookwork.SelfHost.Timers;

/// <summary>The lease of a status blob, renewed until it is released or lost.</summary>
internal sealed class TimerLease : IAsyncDisposable
{
    /// <summary>The duration of a lease without renewal; the shortest that the service allows.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    private readonly BlobLeaseClient _client;
    private readonly CancellationTokenSource _done = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewing;

    public TimerLease(BlobLeaseClient client)
    {
        _client = client;
        _renewing = RenewAsync(_done.Token);
    }

    public string Id => _client.LeaseId;

    /// <summary>Cancelled when the lease is lost: another instance may hold it.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Releases the lease.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            if (!_lost.IsCancellationRequested)
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
        var held = Stopwatch.StartNew();
        while (!done.IsCancellationRequested && held.Elapsed < Length)
        {
            var untilRenewal = Renewal - held.Elapsed;
            await Task.Delay(untilRenewal > TimeSpan.Zero ? untilRenewal : TimeSpan.FromMilliseconds(500), done)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
                return;
            var asked = Stopwatch.StartNew();
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(done);
                patience.CancelAfter(Length - held.Elapsed > TimeSpan.Zero ? Length - held.Elapsed : TimeSpan.Zero);
                await _client.RenewAsync(cancellationToken: patience.Token);
                held = asked;
            }
            catch (Exception exception) when (exception is not RequestFailedException { Status: 404 or 409 or 412 })
            {
                // Storage is unavailable, or a token for it: the lease is held until it expires.
            }
            catch (RequestFailedException)
            {
                break;
            }
        }

        if (!done.IsCancellationRequested)
            await _lost.CancelAsync();
    }
}
