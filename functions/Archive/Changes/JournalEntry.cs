using Azure;

namespace Hookwork.Archive.Changes;

/// <summary>A row of the journal.</summary>
/// <param name="ETag">Tells one writing of the row from the next.</param>
/// <param name="At">When it was written, by the service's clock.</param>
public sealed record JournalEntry(Change Change, ETag ETag, DateTimeOffset At);
