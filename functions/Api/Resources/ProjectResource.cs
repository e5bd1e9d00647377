using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>A project: <c>/api/projects/</c>.</summary>
internal static class ProjectResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        new Field("name"),
        new Field("link_name"),
        new Field("list_id"),
        new Field("list_email"),
        new Field("web_url", FieldType.Address),
        new Field("scm_url"),
        new Field("webscm_url"),
        Field.Many("maintainers", Entity.Maintainer),
        new Field("subject_match") { Since = 1 },
        new Field("list_archive_url") { Since = 2 },
        new Field("list_archive_url_format") { Since = 2 },
        new Field("commit_url_format") { Since = 2 },
        new Field("show_dependencies", FieldType.Boolean) { Since = 4 }
    )
    {
        Embedded =
        [
            "id",
            "url",
            "name",
            "link_name",
            "list_id",
            "list_email",
            "web_url",
            "scm_url",
            "webscm_url",
            "list_archive_url",
            "list_archive_url_format",
            "commit_url_format",
        ],
    };

    public static readonly RowList List = new(
        Entity.Project,
        [RowFilter.Search("name", "list_id", "list_email", "link_name")],
        ["id", "name", "link_name", "list_id"]
    );
}
