using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Delivery;

/// <summary>A delivery to record.</summary>
/// <param name="Due">When it is to be sent.</param>
/// <param name="Matched">Whether the subscription's query matched before or after the change; null without a
/// query.</param>
public sealed record NewDelivery(Announcement Announcement, PayloadKey Payload, DateTimeOffset Due, string? Matched)
{
    /// <summary>Until when it is in the hands of whoever records it; null to leave it to whoever comes.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>
    /// Whether the body is made only when it is sent, since something that belongs into it is still on its way.
    /// </summary>
    public bool IsSettling { get; init; }
}
