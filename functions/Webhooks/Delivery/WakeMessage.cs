using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;

namespace Hookwork.Webhooks.Delivery;

/// <summary>Asks for a look at what a subscription has pending, or for some of a replay.</summary>
/// <param name="At">Not before this.</param>
public sealed record WakeMessage(string Subscription, DateTimeOffset At)
{
    /// <summary>What is to be replayed from where; null for a mere look.</summary>
    public ReplayStep? Replay { get; init; }
}
