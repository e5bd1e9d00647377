namespace Hookwork.Archive;

/// <summary>An event that is not finished.</summary>
/// <param name="Resource">What has to be fetched for it, as the queue has it.</param>
/// <param name="Since">When it was recorded, or last queued again.</param>
public sealed record OpenEvent(long Project, long Id, string Resource, DateTimeOffset Since);
