using Hookwork.Api.Lists;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Api.Resources;

/// <summary>An event: <c>/api/events/</c>.</summary>
internal static class EventResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("category"),
        Field.One("project", Entity.Project),
        new Field("date", FieldType.Date),
        Field.One("actor", Entity.User),
        Field.One("payload", Entity.Payload)
    );

    /// <summary>The payload of an event. Each category has some of these fields.</summary>
    public static readonly Shape Payload = new(
        Field.One("patch", Entity.Patch),
        Field.One("cover", Entity.Cover),
        Field.One("series", Entity.Series),
        Field.One("comment", Entity.PatchComment),
        Field.One("check", Entity.Check),
        new Field("previous_state"),
        new Field("current_state"),
        Field.One("previous_delegate", Entity.User),
        Field.One("current_delegate", Entity.User),
        new Field("previous_relation"),
        new Field("current_relation")
    );

    /// <summary>With a patch, cover letter or series, upstream deletes its events.</summary>
    private const string Present = "gone = 0";

    /// <summary>Older versions neither show nor count events of comments.</summary>
    private static readonly string BeforeComments =
        "category NOT IN ("
        + $"{StoredCategory.Of(EventCategory.CoverCommentCreated)}, {StoredCategory.Of(EventCategory.PatchCommentCreated)})";

    public static readonly CatalogList List = new(Entity.Event, "event")
    {
        Base = minor => minor >= 3 ? Present : $"{Present} AND {BeforeComments}",
        IsSettledOnly = true,
        Filters =
        [
            CatalogFilter.Since,
            CatalogFilter.Before,
            CatalogFilter.Project,
            CatalogFilter.Category,
            CatalogFilter.Of("series", ShownKind.Series),
            CatalogFilter.Of("patch", ShownKind.Patch),
            CatalogFilter.Of("cover", ShownKind.Cover),
            CatalogFilter.Actor,
        ],
        Orders = new CatalogOrder("-date", ("date", "date")),
    };
}
