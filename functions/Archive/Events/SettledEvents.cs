using Hookwork.Archive.Cursors;

namespace Hookwork.Archive.Events;

/// <summary>Which events of a project are final: every older event has been read and is finished.</summary>
/// <param name="To">The point up to which all were read; null for all of them.</param>
/// <param name="Before">The date of the oldest unfinished event; null if all are finished.</param>
public sealed record SettledEvents(Horizon? To, string? Before)
{
    /// <summary>No event is final: the first poll has not finished.</summary>
    public static Horizon None { get; } = new(default, "", 0);

    /// <summary>The point up to which all were read before <see cref="To"/>; null if unknown.</summary>
    public Horizon? Earlier { get; init; }

    /// <summary>The time up to which all events of the project were read; null if unknown.</summary>
    public DateTimeOffset? ReadTo { get; init; }
}
