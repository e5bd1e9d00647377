using Azure;
using Hookwork.Archive;
using Hookwork.Patchwork;

namespace Hookwork.Ingest;

/// <summary>
/// Limits the concurrent requests to upstream across all instances. A caller holds the lease of one of a few blobs, and
/// sends one request at a time.
/// </summary>
public sealed class UpstreamSlots(ArchiveStorage storage, PatchworkSettings settings)
{
    /// <summary>The seconds between two tries, at first and in the end.</summary>
    private const double FirstPause = 0.1;
    private const double LongestPause = 5;

    private readonly SemaphoreSlim _here = new(settings.Parallel);

    /// <summary>
    /// One message of this process waits for a slot at a time, so that a poll does not wait behind all of them.
    /// </summary>
    private readonly SemaphoreSlim _messages = new(1);
    private readonly bool[] _taken = new bool[settings.Parallel];
    private uint _next = (uint)Random.Shared.Next(settings.Parallel);

    /// <summary>Waits for a slot and takes it; dispose it to free it.</summary>
    public Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken) =>
        TakeAsync(_ => PauseAfter(0), cancellationToken);

    /// <summary>The same for a message, which lets others go first; null if that takes too long.</summary>
    public async Task<IAsyncDisposable?> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(longest);
        try
        {
            await _messages.WaitAsync(patience.Token);
            try
            {
                return await TakeAsync(PauseAfter, patience.Token);
            }
            finally
            {
                _messages.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<IAsyncDisposable> TakeAsync(Func<int, TimeSpan> pauseAfter, CancellationToken cancellationToken)
    {
        await _here.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; ; tries++)
            {
                if (await TryLeaseAsync(cancellationToken) is { } held)
                    return held;
                await Task.Delay(pauseAfter(tries) * (1 + Random.Shared.NextDouble()), cancellationToken);
            }
        }
        catch
        {
            _here.Release();
            throw;
        }
    }

    /// <summary>Takes a slot if one is free; null if none is.</summary>
    public async Task<IAsyncDisposable?> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (!await _here.WaitAsync(TimeSpan.Zero, cancellationToken))
            return null;
        Held? held = null;
        try
        {
            return held = await TryLeaseAsync(cancellationToken);
        }
        finally
        {
            if (held is null)
                _here.Release();
        }
    }

    /// <summary>
    /// A message's pause after a try, without jitter. The pauses get longer, since a backlog waits in dozens of
    /// instances. Each try costs money, a blob serves 500 requests a second, and a poll would hardly get a slot.
    /// </summary>
    internal static TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(FirstPause * Math.Pow(1.5, tries), LongestPause));

    private async Task<Held?> TryLeaseAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < _taken.Length; tries++)
        {
            if (TryReserve() is not { } slot)
                break;
            if (await TryLeaseAsync(slot, cancellationToken) is { } held)
                return held;
        }
        return null;
    }

    /// <summary>Picks a slot that this process does not hold, so that it never competes with itself.</summary>
    private int? TryReserve()
    {
        lock (_taken)
        {
            for (var tries = 0; tries < _taken.Length; tries++)
            {
                var slot = (int)(_next++ % (uint)_taken.Length);
                if (!_taken[slot])
                {
                    _taken[slot] = true;
                    return slot;
                }
            }
            return null;
        }
    }

    private void Unreserve(int slot)
    {
        lock (_taken)
            _taken[slot] = false;
    }

    private async Task<Held?> TryLeaseAsync(int slot, CancellationToken cancellationToken)
    {
        try
        {
            return new Held(this, slot, await LeaseAsync(slot, cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            Unreserve(slot);
            return null;
        }
        catch
        {
            Unreserve(slot);
            throw;
        }
    }

    private async Task<RenewedLease> LeaseAsync(int slot, CancellationToken cancellationToken)
    {
        var blob = storage.Slots.GetBlobClient($"upstream-{slot}.slot");
        try
        {
            return await RenewedLease.AcquireAsync(blob, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            try
            {
                await blob.UploadAsync(BinaryData.Empty, overwrite: false, cancellationToken);
            }
            catch (RequestFailedException other) when (other.Status is 409 or 412)
            {
                // Another instance created it.
            }
            return await RenewedLease.AcquireAsync(blob, cancellationToken);
        }
    }

    /// <summary>
    /// A slot that is taken. If it is lost, there is for a moment one more concurrent request, and the work goes on.
    /// </summary>
    private sealed class Held(UpstreamSlots slots, int slot, RenewedLease lease) : IAsyncDisposable
    {
        private bool _free;

        public async ValueTask DisposeAsync()
        {
            if (_free)
                return;
            _free = true;
            await lease.DisposeAsync();
            slots.Unreserve(slot);
            slots._here.Release();
        }
    }
}
