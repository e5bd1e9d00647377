using Hookwork.Webhooks.Delivery;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// What the announcements of one message began: attempts under way, and wakes of subscriptions with deliveries left to
/// send. A subscription is woken at once, and again at the end if more was left since.
/// </summary>
public sealed class BegunDeliveries(Lanes lanes)
{
    private readonly List<(string Subscription, Task Attempt)> _attempts = [];
    private readonly Dictionary<string, DateTimeOffset?> _wakes = new(StringComparer.Ordinal);

    public void Add(string subscription, Task attempt) => _attempts.Add((subscription, attempt));

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

    /// <summary>Queues the wakes that are due, and waits for the attempts unless they are slow.</summary>
    public Task EndAsync(SlowSends slow, CancellationToken cancellationToken) =>
        Task.WhenAll([
            .. _wakes
                .Where(wake => wake.Value is not null)
                .Select(wake => lanes.WakeAsync(wake.Key, wake.Value!.Value, cancellationToken)),
            .. _attempts
                .GroupBy(item => item.Subscription, item => item.Attempt)
                .Select(group => slow.WaitAsync(group.Key, [.. group], cancellationToken)),
        ]);
}
