namespace Hookwork.Webhooks.Upkeep;

/// <summary>The progress of a replay.</summary>
/// <param name="Since">Deliveries recorded, or events that happened, since then. For events it is compared with the
/// server's own dates.</param>
/// <param name="FailedOnly">Only deliveries that failed; else every event, also those that were never sent.</param>
/// <param name="After">The key of the last delivery, the partition and row of the last event, or the id of the last
/// message without an event, that was processed.</param>
public sealed record ReplayStep(DateTimeOffset Since, bool FailedOnly, string? After)
{
    /// <summary>Identifies the replay; null before it begins, and in messages of earlier versions.</summary>
    public string? Id { get; init; }
}
