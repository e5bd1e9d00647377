namespace Hookwork.Archive.Events;

/// <summary>An unfinished event.</summary>
/// <param name="Resource">The queue message for the resource to fetch.</param>
/// <param name="Date">The event's date, as the server wrote it; null if it was not recorded.</param>
/// <param name="Since">When it was recorded or last queued again, or until when its message waits.</param>
/// <param name="IsUnqueued">Whether the process that recorded it refreshes its resource itself, so that no message has
/// it.</param>
/// <param name="Sweeps">How often it was taken for lost.</param>
public sealed record OpenEvent(
    long Project,
    long Id,
    string Resource,
    string? Date,
    DateTimeOffset Since,
    bool IsUnqueued,
    int Sweeps
);
