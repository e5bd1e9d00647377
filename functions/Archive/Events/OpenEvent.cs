namespace Hookwork.Archive.Events;

/// <summary>An event that is not finished.</summary>
/// <param name="Resource">What has to be fetched for it, as the queue has it.</param>
/// <param name="Date">The event's date, in the server's own words; null where that was not noted.</param>
/// <param name="Since">When it was recorded, or last queued again.</param>
public sealed record OpenEvent(long Project, long Id, string Resource, string? Date, DateTimeOffset Since);
