using System.Collections.Concurrent;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// Attempts that no function waits for any longer. They continue in this process, so that a hanging target blocks no
/// function. The claim on its row protects each: an attempt that is lost with the process is repeated.
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

    /// <summary>Cancels attempts, which may outlive the function that begins them.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>
    /// Waits a moment for attempts to deliver to a subscription. Slower ones continue alone, and a wake follows them.
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
        // In case this process ends before the answer.
        await lanes.WakeAsync(subscription, time.GetUtcNow() + settings.Claim, cancellationToken);
        return false;
    }

    /// <summary>Waits for all attempts.</summary>
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
            // They are repeated when their claims expire.
        }
        catch (Exception exception)
        {
            Log.Lost(logger, subscription, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Error,
            "Slow attempts to deliver to {Subscription} cannot be recorded; they are repeated"
        )]
        public static partial void Lost(ILogger logger, string subscription, Exception exception);
    }
}
