using Hookwork.Webhooks.Delivery;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// What the announcements of one message began: the attempts under way, and the wakes of subscriptions for which
/// something was left. A subscription is woken once, however much was left.
/// </summary>
public sealed class BegunDeliveries
{
    private readonly List<(string Subscription, Task Attempt)> _attempts = [];
    private readonly Dictionary<string, DateTimeOffset> _wakes = new(StringComparer.Ordinal);

    /// <summary>Adds an attempt.</summary>
    public void Add(string subscription, Task attempt) => _attempts.Add((subscription, attempt));

    /// <summary>Has a subscription woken; of several times the first counts.</summary>
    public void Wake(string subscription, DateTimeOffset at) =>
        _wakes[subscription] = _wakes.TryGetValue(subscription, out var known) && known < at ? known : at;

    /// <summary>Queues the wakes, and waits for the attempts unless they are slow.</summary>
    public Task EndAsync(Lanes lanes, SlowSends slow, CancellationToken cancellationToken) =>
        Task.WhenAll([
            .. _wakes.Select(wake => lanes.WakeAsync(wake.Key, wake.Value, cancellationToken)),
            .. _attempts
                .GroupBy(item => item.Subscription, item => item.Attempt)
                .Select(group => slow.WaitAsync(group.Key, [.. group], cancellationToken)),
        ]);
}
