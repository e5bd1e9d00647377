using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>A cover letter: <c>/api/covers/</c>.</summary>
internal static class CoverResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        new Field("web_url", FieldType.Address) { Since = 1 },
        Field.One("project", Entity.Project),
        new Field("msgid"),
        new Field("list_archive_url", FieldType.ArchiveUrl) { Since = 2 },
        new Field("date", FieldType.Date),
        new Field("name"),
        Field.One("submitter", Entity.Person),
        new Field("mbox", FieldType.Address) { Since = 1 },
        Field.Many("series", Entity.Series),
        new Field("comments", FieldType.Address) { Since = 1 },
        new Field("headers", FieldType.Object) { InDetailOnly = true },
        new Field("content") { InDetailOnly = true }
    )
    {
        Embedded = ["id", "url", "web_url", "msgid", "list_archive_url", "date", "name", "mbox"],
    };

    public static readonly CatalogList List = new(Entity.Cover, "cover")
    {
        Filters =
        [
            CatalogFilter.Since,
            CatalogFilter.Before,
            CatalogFilter.Project,
            CatalogFilter.Submitter,
            CatalogFilter.InSeries("cover", 1),
            CatalogFilter.MessageId(1) with
            {
                Minor = 0,
            },
            CatalogFilter.Search("name"),
        ],
        Orders = CatalogOrder.Of(("id", "id"), ("name", "name"), ("date", "date"), ("submitter", "submitter")),
    };
}
