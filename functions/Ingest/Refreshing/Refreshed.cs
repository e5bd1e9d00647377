using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>The result of an item.</summary>
public sealed record Refreshed(RefreshItem Item)
{
    /// <summary>Whether the archive holds the resource as its events say; the journal names it then.</summary>
    public bool Archived { get; init; }

    /// <summary>The project that it is archived in; that of the item may be a former one.</summary>
    public long Project { get; init; } = Item.Project;

    /// <summary>What the journal says of it.</summary>
    public IEnumerable<Change> Changes =>
        Archived
            ? new[] { Item.Project, Project }.Distinct().Select(project => Change.Of(project, Item.Kind, Item.Id))
            : [];

    /// <summary>Whether something was written.</summary>
    public bool Stored { get; init; }

    /// <summary>The trace for what follows from it; null without tracing.</summary>
    public string? Traceparent { get; init; }

    /// <summary>How the item's events ended; empty while they are unfinished.</summary>
    public IReadOnlyList<EventOutcome> Outcomes { get; init; } = [];

    /// <summary>Those of its events that say what an earlier event said.</summary>
    public IReadOnlySet<long> Repeats { get; init; } = new HashSet<long>();

    /// <summary>The item to fetch again, since the server does not show its events' change yet.</summary>
    public RefreshItem? Again { get; init; }

    /// <summary>Comments whose change was not announced yet.</summary>
    public IReadOnlyList<ChangedComment> ChangedComments { get; init; } = [];

    /// <summary>Resources to fetch as a consequence.</summary>
    public IReadOnlyList<RefreshItem> Also { get; init; } = [];
}
