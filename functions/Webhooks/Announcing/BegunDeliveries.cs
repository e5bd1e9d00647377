using Hookwork.Webhooks.Delivery;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// What the announcements of one message began: attempts under way, and wakes of subscriptions with deliveries left to
/// send. A subscription is woken at once, and again at the end if more was left since.
/// </summary>
public sealed class BegunDeliveries(Lanes lanes)
{
    /// <summary>How long what was left for want of a free slot is sent here, rather than by a wake.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(2);

    private readonly List<(string Subscription, Task Attempt)> _attempts = [];
    private readonly Dictionary<string, DateTimeOffset> _crowded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset?> _wakes = new(StringComparer.Ordinal);

    public void Add(string subscription, Task attempt) => _attempts.Add((subscription, attempt));

    /// <summary>Notes that a delivery was left because all slots of its subscription were taken.</summary>
    public void Crowd(string subscription, DateTimeOffset due) => _crowded.TryAdd(subscription, due);

    /// <summary>Requests a wake of a subscription; of several times the earliest counts.</summary>
    public async Task WakeAsync(string subscription, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (_wakes.TryGetValue(subscription, out var known))
        {
            _wakes[subscription] = known < at ? known : at;
            return;
        }
        await lanes.WakeAsync(subscription, at, cancellationToken);
        _wakes[subscription] = null;
    }

    /// <summary>
    /// Queues the wakes that are due, waits for the attempts unless they are slow, and sends what found no free slot.
    /// </summary>
    public Task EndAsync(SlowSends slow, Drainer drainer, CancellationToken cancellationToken) =>
        Task.WhenAll([
            .. _wakes
                .Where(wake => wake.Value is not null)
                .Select(wake => lanes.WakeAsync(wake.Key, wake.Value!.Value, cancellationToken)),
            .. _attempts
                .GroupBy(item => item.Subscription, item => item.Attempt)
                .Select(group => EndAsync(slow, drainer, group.Key, [.. group], cancellationToken)),
        ]);

    private async Task EndAsync(
        SlowSends slow,
        Drainer drainer,
        string subscription,
        IReadOnlyCollection<Task> attempts,
        CancellationToken cancellationToken
    )
    {
        if (
            !await slow.WaitAsync(subscription, attempts, cancellationToken)
            || !_crowded.TryGetValue(subscription, out var due)
        )
            return;
        try
        {
            await drainer.DrainAsync(subscription, LongestDrain, cancellationToken);
        }
        catch (Exception)
        {
            // The messages are recorded, and the failure may be of an older one. What fails again, fails in the run of
            // the wake, which also stands for one that was left to the drain.
            await lanes.WakeAsync(subscription, due, CancellationToken.None);
        }
    }
}
