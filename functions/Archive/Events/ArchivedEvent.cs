namespace Hookwork.Archive.Events;

/// <summary>An event as it is recorded.</summary>
/// <param name="Status">One of <see cref="EventStatus"/>.</param>
public sealed record ArchivedEvent(long Id, string Status, byte[] Json);
