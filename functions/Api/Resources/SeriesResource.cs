using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>A series of patches: <c>/api/series/</c>.</summary>
internal static class SeriesResource
{
    /// <summary>Which fields since 1.4 are shown depends on the project's settings and Patchwork's version.</summary>
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        new Field("web_url", FieldType.Address) { Since = 1 },
        Field.One("project", Entity.Project),
        new Field("name"),
        new Field("date", FieldType.Date),
        Field.One("submitter", Entity.Person),
        new Field("version", FieldType.Integer),
        new Field("total", FieldType.Integer),
        new Field("received_total", FieldType.Integer),
        new Field("received_all", FieldType.Boolean),
        new Field("mbox", FieldType.Address),
        Field.One("cover_letter", Entity.Cover),
        Field.Many("patches", Entity.Patch),
        new Field("dependencies", FieldType.Addresses) { Since = 4 },
        new Field("dependents", FieldType.Addresses) { Since = 4 },
        new Field("supersedes", FieldType.Addresses) { Since = 4 },
        new Field("superseded", FieldType.Addresses) { Since = 4 }
    )
    {
        Embedded = ["id", "url", "web_url", "date", "name", "version", "mbox"],
    };

    public static readonly CatalogList List = new(Entity.Series, "series")
    {
        Filters =
        [
            CatalogFilter.Since,
            CatalogFilter.Before,
            CatalogFilter.Project,
            CatalogFilter.Submitter,
            CatalogFilter.Search("name"),
        ],
        Orders = CatalogOrder.Of([
            ("id", "id"),
            .. CatalogOrder.EmptyLast("name"),
            ("date", "date"),
            ("submitter", "submitter"),
            ("received_all", "received_all"),
        ]),
    };
}
