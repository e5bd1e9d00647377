namespace Hookwork.Archive.Events;

/// <summary>A recorded event.</summary>
/// <param name="Status">One of <see cref="EventStatus"/>.</param>
public sealed record ArchivedEvent(long Id, string Status, byte[] Json);
