using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>What became of an item.</summary>
public sealed record Refreshed(RefreshItem Item)
{
    /// <summary>The archive holds the resource as its events say, so the journal must name it.</summary>
    public bool Archived { get; init; }

    /// <summary>Something was written.</summary>
    public bool Stored { get; init; }

    /// <summary>The trace that what comes of it belongs to; null where nobody traces.</summary>
    public string? Traceparent { get; init; }

    /// <summary>How the item's events ended; empty while they are not.</summary>
    public IReadOnlyList<EventOutcome> Outcomes { get; init; } = [];

    /// <summary>The item once more, since the server does not show its events' change yet.</summary>
    public RefreshItem? Again { get; init; }

    /// <summary>Comments whose change was not told yet.</summary>
    public IReadOnlyList<ChangedComment> ChangedComments { get; init; } = [];

    /// <summary>Resources that must be fetched as a consequence.</summary>
    public IReadOnlyList<RefreshItem> Also { get; init; } = [];
}
