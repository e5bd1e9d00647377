using Hookwork.Archive.Cursors;

namespace Hookwork.Archive.Events;

/// <summary>Which events of a project are final: none with an older date is still to come or to be finished.</summary>
/// <param name="To">Up to where all were read; null where that is all there are.</param>
/// <param name="Before">The date of the oldest one that is not finished; null where all are.</param>
public sealed record SettledEvents(Horizon? To, string? Before)
{
    /// <summary>Every event.</summary>
    public static SettledEvents All { get; } = new(null, null);

    /// <summary>No event: the first poll is not over.</summary>
    public static Horizon None { get; } = new(default, "", 0);
}
