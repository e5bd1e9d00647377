using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads the tags that patches and cover letters have, by themselves and in the comments on them.</summary>
internal static class ReviewTags
{
    private static readonly (string Trailer, string Letters)[] s_letters =
    [
        ("Acked-by", "A"),
        ("Reviewed-by", "R"),
        ("Tested-by", "T"),
        ("Nacked-by", "N"),
        ("Reviewed-and-tested-by", "RT"),
        ("Tested-and-reviewed-by", "RT"),
    ];

    /// <summary>The tags of patches or cover letters, each of a person once.</summary>
    public static ILookup<long, ReviewTag> Of(SqliteConnection connection, MailKind kind, IEnumerable<long> ids)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT mail.submission_id, mail.kind, fts.text FROM mail JOIN fts ON fts.rowid = mail.rowid
            WHERE mail.submission_kind = $kind AND mail.submission_id IN (SELECT value FROM json_each($ids))
            ORDER BY mail.date
            """,
            [new("$kind", (long)kind), Ids.Parameter(ids)]
        );
        var found = new List<(long Id, ReviewTag Tag)>();
        while (read.Next())
        {
            var (id, isReply) = (read.Integer(0), read.Integer(1) == (long)MailKind.Comment);
            var content = StoredText.Unpack(read.Bytes(2), (content, _) => content.ToString());
            found.AddRange(In(content, isReply).Select(tag => (id, tag)));
        }
        return found
            .DistinctBy(item => (item.Id, item.Tag.Letter, item.Tag.Key))
            .ToLookup(item => item.Id, item => item.Tag);
    }

    private static IEnumerable<ReviewTag> In(string content, bool isReply) =>
        from trailer in Trailers.Of(content, isReply)
        join known in s_letters on trailer.Name equals known.Trailer
        from letter in known.Letters
        select new ReviewTag(letter, trailer.Value);
}
