namespace Hookwork.Archive.Events;

/// <summary>How an event ended.</summary>
/// <param name="Status">One of <see cref="EventStatus"/>.</param>
/// <param name="Reason">Why it ended so, where that needs a word.</param>
public sealed record EventOutcome(long Project, long Id, string Status, string? Reason);
