namespace Hookwork.Archive.Events;

/// <summary>A recorded event.</summary>
/// <param name="Status">One of <see cref="EventStatus"/>.</param>
/// <param name="WrittenAt">When its row was last written, by the service's clock.</param>
public sealed record ArchivedEvent(long Id, string Status, byte[] Json, DateTimeOffset WrittenAt);
