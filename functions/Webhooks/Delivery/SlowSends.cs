using System.Collections.Concurrent;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Attempts that a function waits for no longer: they go on in this process while the function serves others, so that a
/// target that hangs holds up nobody. Each is held by the claim on its row: one that is lost with the process is made
/// again.
/// </summary>
public sealed partial class SlowSends(
    Lanes lanes,
    WebhookSettings settings,
    TimeProvider time,
    ILogger<SlowSends> logger
) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();

    /// <summary>What attempts are made with, as they may outlive the function that begins them.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>
    /// Waits for attempts to deliver to a subscription, for a moment; what takes longer goes on alone, and somebody
    /// looks again when it is done.
    /// </summary>
    /// <returns>Whether all are done.</returns>
    public async Task<bool> WaitAsync(
        string subscription,
        IReadOnlyCollection<Task> attempts,
        CancellationToken cancellationToken
    )
    {
        var all = Task.WhenAll(attempts);
        await all.WaitAsync(Lane.Patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (all.IsCompleted)
        {
            await all;
            return true;
        }
        Keep(FollowAsync(subscription, all));
        cancellationToken.ThrowIfCancellationRequested();
        // In case that this process does not live to see the answer.
        await lanes.WakeAsync(subscription, time.GetUtcNow() + settings.Claim, cancellationToken);
        return false;
    }

    /// <summary>Waits for all of them.</summary>
    public Task EndedAsync() => Task.WhenAll(_underWay.Keys);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await EndedAsync();
        _stopping.Dispose();
    }

    private void Keep(Task task)
    {
        _underWay[task] = true;
        _ = task.ContinueWith(
            done => _underWay.TryRemove(done, out var _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async Task FollowAsync(string subscription, Task attempts)
    {
        try
        {
            await attempts;
            await lanes.WakeAsync(subscription, time.GetUtcNow(), _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // They are made again when their claims run out.
        }
        catch (Exception exception)
        {
            Log.Lost(logger, subscription, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "What came of slow attempts to deliver to {Subscription} cannot be recorded; they are made again"
        )]
        public static partial void Lost(ILogger logger, string subscription, Exception exception);
    }
}
