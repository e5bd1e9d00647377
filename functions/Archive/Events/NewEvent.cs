namespace Hookwork.Archive.Events;

/// <summary>An event to record.</summary>
/// <param name="Date">The server's own words.</param>
/// <param name="Json">The event as upstream showed it.</param>
/// <param name="Resource">What has to be fetched for it, as the queue has it; null where nothing can be.</param>
/// <param name="Fault">Why nothing can be fetched; the event is recorded as failed.</param>
public sealed record NewEvent(
    long Project,
    long Id,
    string Category,
    string Date,
    ReadOnlyMemory<byte> Json,
    string? Resource,
    string? Fault
);
