using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>A patch: <c>/api/patches/</c>.</summary>
internal static class PatchResource
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
        new Field("commit_ref"),
        new Field("pull_url"),
        new Field("state"),
        new Field("archived", FieldType.Boolean),
        new Field("hash"),
        Field.One("submitter", Entity.Person),
        Field.One("delegate", Entity.User),
        new Field("mbox", FieldType.Address),
        Field.Many("series", Entity.Series),
        new Field("comments", FieldType.Address) { Since = 1 },
        new Field("check"),
        new Field("checks", FieldType.Address),
        new Field("tags", FieldType.Object),
        Field.Many("related", Entity.Patch) with
        {
            Since = 2,
        },
        new Field("headers", FieldType.Object) { InDetailOnly = true },
        new Field("content") { InDetailOnly = true },
        new Field("diff") { InDetailOnly = true },
        new Field("prefixes", FieldType.Texts) { InDetailOnly = true }
    )
    {
        Embedded = ["id", "url", "web_url", "msgid", "list_archive_url", "date", "name", "mbox"],
    };

    public static readonly CatalogList List = new(Entity.Patch, "patch")
    {
        DateIndex = "patch_date",
        Filters =
        [
            CatalogFilter.Since,
            CatalogFilter.Before,
            CatalogFilter.Project,
            CatalogFilter.Submitter,
            CatalogFilter.InSeries("patch", 0),
            CatalogFilter.User("delegate"),
            CatalogFilter.State,
            CatalogFilter.Archived,
            CatalogFilter.Hash,
            CatalogFilter.MessageId(0),
            CatalogFilter.Search("name"),
        ],
        Orders = CatalogOrder.Of(
            ("id", "id"),
            ("name", "name"),
            ("project", CatalogOrder.Project),
            ("date", "date"),
            ("state", PatchStates.OrderSql("state")),
            ("archived", "archived"),
            ("submitter", "submitter"),
            ("check", "check_state")
        ),
    };
}
