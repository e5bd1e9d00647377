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

    /// <summary>The tags of each patch, with those of its series' cover letter: see <see cref="SeriesTags"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<ReviewTag>> OfPatches(
        SqliteConnection connection,
        IReadOnlyList<PatchRow> patches
    )
    {
        using var read = new SqlStatement(
            connection,
            "SELECT series, id FROM mail_series WHERE series IN (SELECT value FROM json_each($ids)) AND kind = 1",
            [Ids.Parameter(patches.Select(patch => patch.Series).OfType<long>().Distinct())]
        );
        var covers = read.All(row => (Series: row.Integer(0), Id: row.Integer(1)));
        var given = Of(connection, MailKind.Cover, covers.Select(cover => cover.Id));
        var ofAll = covers
            .SelectMany(cover => given[cover.Id], (cover, tag) => (cover.Series, Tag: tag))
            .ToLookup(item => item.Series, item => item.Tag);
        var own = Of(connection, MailKind.Patch, patches.Select(patch => patch.Id));
        return [.. patches.Select(patch => SeriesTags.Of(own[patch.Id], ofAll[patch.Series ?? 0]))];
    }
}
