using Azure;

namespace Hookwork.Archive.Changes;

/// <summary>A row of the journal.</summary>
/// <param name="ETag">Identifies this write of the row.</param>
/// <param name="At">When it was written, by the service's clock.</param>
public sealed record JournalEntry(Change Change, ETag ETag, DateTimeOffset At);
