using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>
/// A reply to a patch or cover letter: <c>/api/patches/{id}/comments/</c>, <c>/api/covers/{id}/comments/</c>.
/// </summary>
internal static class CommentResource
{
    /// <summary>
    /// Its own views have a <c>url</c> only on servers newer than 3.2; in an event it always has one.
    /// </summary>
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address) { Since = 3 },
        new Field("web_url", FieldType.Address) { Since = 1 },
        new Field("msgid"),
        new Field("list_archive_url", FieldType.ArchiveUrl) { Since = 2 },
        new Field("date", FieldType.Date),
        new Field("subject"),
        Field.One("submitter", Entity.Person),
        new Field("content"),
        new Field("headers", FieldType.Object),
        new Field("addressed", FieldType.Boolean) { Since = 3 }
    )
    {
        Embedded = ["id", "url", "web_url", "msgid", "list_archive_url", "date"],
    };

    public static readonly RowList List = new(
        Entity.PatchComment,
        [RowFilter.Search("subject")],
        ["id", "subject", "date", "submitter"]
    );
}
