namespace Hookwork.Archive.Changes;

/// <summary>What the journal holds since a position.</summary>
/// <param name="Entries">Oldest first, the newest of each resource; an entry may have been read before.</param>
/// <param name="Position">Where to go on: everything before it is among what was read by now.</param>
/// <param name="ReadAt">When it was read, by the service's clock.</param>
public sealed record JournalReading(
    IReadOnlyList<JournalEntry> Entries,
    DateTimeOffset Position,
    DateTimeOffset ReadAt
);
