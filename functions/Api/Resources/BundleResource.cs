using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>A user's selection of patches: <c>/api/bundles/</c>. The mirror has public ones only.</summary>
internal static class BundleResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        new Field("web_url", FieldType.Address) { Since = 1 },
        Field.One("project", Entity.Project),
        new Field("name"),
        Field.One("owner", Entity.User),
        Field.Many("patches", Entity.Patch),
        new Field("public", FieldType.Boolean),
        new Field("mbox", FieldType.Address)
    );

    public static readonly RowList List = new(
        Entity.Bundle,
        [RowFilter.Project, RowFilter.User("owner"), RowFilter.Flag("public"), RowFilter.Search("name")],
        ["id", "name", "owner"]
    );
}
