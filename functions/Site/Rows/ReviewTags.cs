using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads the tags that patches and cover letters have, by themselves and in the comments on them.</summary>
internal static class ReviewTags
{
    /// <summary>The tags of patches or cover letters, each of a person once.</summary>
    public static ILookup<long, ReviewTag> Of(SqliteConnection connection, MailKind kind, IEnumerable<long> ids)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT submission_id, tags FROM mail
            WHERE submission_id IN (SELECT value FROM json_each($ids)) AND submission_kind = $kind AND tags IS NOT NULL
            ORDER BY date
            """,
            [new("$kind", (long)kind), Ids.Parameter(ids)]
        );
        var found = new List<(long Id, ReviewTag Tag)>();
        while (read.Next())
        {
            var id = read.Integer(0);
            found.AddRange(StoredTags.Read(read.TextOrNull(1)).Select(tag => (id, tag)));
        }
        return found
            .DistinctBy(item => (item.Id, item.Tag.Kind, Reviewer.Of(item.Tag.Person).Key))
            .ToLookup(item => item.Id, item => item.Tag);
    }
}
