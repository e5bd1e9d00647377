using System.Text.Json;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Polling;

/// <summary>Maps an event to its resource and to the parts of it that the event changed.</summary>
public static class EventTarget
{
    /// <summary>The longest date or state, in characters; queue messages hold both.</summary>
    private const int MostCharacters = 100;

    /// <summary>The resource to fetch for an event, or why there is none.</summary>
    public static (RefreshItem? Item, string? Fault) Of(Event e)
    {
        if (e.Category is not { Length: > 0 } category || Kind(category) is not { } kind)
            return (
                null,
                $"Patchwork's category '{Printable.Escape(e.Category)}' is not known to this version of Hookwork."
            );
        if (e.Project is not { Id: > 0 } project)
            return (null, "The event names no project.");
        if (e.Date is not { Length: > 0 and <= MostCharacters } date)
            return (null, "The event has no date.");
        if (Id(e.Payload, kind.Name()) is not { } id)
            return (null, $"The event's payload names no {kind.Name()}.");
        return (
            new RefreshItem(kind, id, project.Id)
            {
                Events = [new EventReference(e.Id, category, date, Says(category, e.Payload))],
            },
            null
        );
    }

    /// <summary>
    /// The resources of an event, and the series that events of its patches also changed: its patch list grows with each
    /// patch.
    /// </summary>
    public static IEnumerable<RefreshItem> WithSeries(RefreshItem item, ServerClock clock) =>
        item
            .Events.Where(e => e is { Category: EventCategory.PatchCompleted, SaidId: not null })
            .Select(e => new RefreshItem(ResourceKind.Series, e.SaidId!.Value, item.Project)
            {
                Parts = Part.Detail,
                AsOf = clock.VisibleBy(e.Date),
            })
            .Prepend(item);

    /// <summary>The parts of a resource that an event of a category changes.</summary>
    public static Part Parts(string category) =>
        category switch
        {
            EventCategory.PatchCreated or EventCategory.CoverCreated or EventCategory.PatchDelegated => Part.Detail
                | Part.Mbox,
            EventCategory.PatchCommentCreated or EventCategory.CoverCommentCreated => Part.Detail
                | Part.Comments
                | Part.Mbox,
            EventCategory.CheckCreated => Part.Detail | Part.Checks,
            _ => Part.Detail,
        };

    private static ResourceKind? Kind(string category) =>
        category switch
        {
            EventCategory.CoverCreated or EventCategory.CoverCommentCreated => ResourceKind.Cover,
            EventCategory.SeriesCreated or EventCategory.SeriesCompleted => ResourceKind.Series,
            EventCategory.PatchCreated
            or EventCategory.PatchCompleted
            or EventCategory.PatchStateChanged
            or EventCategory.PatchDelegated
            or EventCategory.PatchRelationChanged
            or EventCategory.CheckCreated
            or EventCategory.PatchCommentCreated => ResourceKind.Patch,
            _ => null,
        };

    private static string? Says(string category, JsonElement payload) =>
        category switch
        {
            EventCategory.PatchStateChanged when payload.Text("current_state") is { Length: <= MostCharacters } state =>
                state,
            EventCategory.PatchDelegated => (Id(payload, "current_delegate") ?? 0).ToString(),
            EventCategory.PatchRelationChanged => "related",
            EventCategory.PatchCompleted => Id(payload, "series")?.ToString(),
            EventCategory.PatchCommentCreated or EventCategory.CoverCommentCreated => Id(payload, "comment")
                ?.ToString(),
            EventCategory.CheckCreated => Id(payload, "check")?.ToString(),
            _ => null,
        };

    private static long? Id(JsonElement payload, string name) =>
        payload.Field(name)?.Id() is { } id and > 0 and <= Keys.LastId ? id : null;
}
