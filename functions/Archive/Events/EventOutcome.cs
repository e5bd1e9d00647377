namespace Hookwork.Archive.Events;

/// <summary>The outcome of an event.</summary>
/// <param name="Status">One of <see cref="EventStatus"/>.</param>
/// <param name="Reason">The reason, if the status needs one.</param>
public sealed record EventOutcome(long Project, long Id, string Status, string? Reason);
