namespace Hookwork.Archive.Changes;

/// <summary>The journal entries since a position.</summary>
/// <param name="Entries">Oldest first, only the newest of each resource; may repeat entries of an earlier
/// reading.</param>
/// <param name="Position">Where the next reading starts; every entry before it has been read.</param>
public sealed record JournalReading(IReadOnlyList<JournalEntry> Entries, DateTimeOffset Position);
