using Hookwork.Api.Lists;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail;
using Hookwork.Mail.Mboxes;
using Hookwork.Mail.RangeDiffs;
using Hookwork.Site.Rows;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.SeriesPages;

/// <summary>Reads a series from its project's catalog.</summary>
/// <param name="connection">The catalog.</param>
/// <param name="finder">Tells which numbers are this server's.</param>
/// <param name="project">The link name of the project.</param>
internal sealed class SeriesReader(SqliteConnection connection, PrerequisiteFinder finder, string project)
{
    /// <summary>
    /// The most bytes of mails in a version whose texts are all read, as to compare it. A character has at most three
    /// bytes, and a mail also has headers.
    /// </summary>
    internal const long MostBytes = 4L * RangeDiff.MostCharacters;

    /// <summary>What the page of a series shows; null if the catalog has no such series.</summary>
    /// <param name="origin">Scheme and host of this deployment.</param>
    public SeriesPage.Shown? Read(long id, string origin)
    {
        if (SeriesRows.Find(connection, id) is not { } series)
            return null;
        var patches = PatchRows.OfSeries(connection, id);
        var start = patches is [var one, ..] ? one : null;
        var ids = patches.Select(patch => patch.Id).ToList();
        var (coverId, cover, letter) = Cover(id);
        // Any mail of a series may say what it builds on. Git writes it into the first one.
        var texts = MailTexts.Contents(connection, MailKind.Patch, Size(ids) > MostBytes ? [ids[0]] : ids);
        List<Basis> bases = [Basis.Of(letter), .. ids.Where(texts.ContainsKey).Select(patch => Basis.Of(texts[patch]))];
        var tags = Tags(ids, coverId);
        return new SeriesPage.Shown
        {
            Project = project,
            Origin = origin,
            Series = series,
            Cover = cover,
            MessageId = cover?.MessageId ?? start?.MessageId,
            HasFromLine = texts.Values.Any(FromLine.IsIn),
            Patches = [.. patches.Select((patch, at) => PatchLine.Of(patch, tags[at]))],
            Matrix = TagMatrix.Of(tags),
            Checks = PatchChecks.Of(connection, ids),
            Versions = Versions(
                SeriesVersions.Of(
                    connection,
                    id,
                    ids,
                    bases.Find(basis => basis.ChangeId is not null)?.ChangeId,
                    SubjectLine.Parse(cover?.Name ?? start?.Name).IsPull
                )
            ),
            BasedOn = Dependencies.Of(connection, finder, project, bases.SelectMany(basis => basis.BasedOn)),
        };
    }

    /// <summary>
    /// A series and its patches as commits, in order; null if the catalog has no such series. The patches are null if
    /// they are certainly too large to be compared.
    /// </summary>
    public (SeriesVersion Version, IReadOnlyList<RangePatch>? Patches)? Commits(long id)
    {
        if (SeriesRows.Find(connection, id) is not { } series)
            return null;
        var version = new SeriesVersion(series, SeriesVersions.Rfcs(connection, [id]).Contains(id), IsResent: false);
        var patches = PatchRows.OfSeries(connection, id);
        if (patches.Count > RangeDiff.MostPatches || Size(patches.Select(patch => patch.Id)) > MostBytes)
            return (version, null);
        var texts = MailTexts.Of(connection, MailKind.Patch, patches.Select(patch => patch.Id));
        var senders = Senders(patches.Select(patch => patch.Submitter).OfType<long>().Distinct());
        return (
            version,
            [
                .. patches.Select(patch =>
                {
                    var text = texts.GetValueOrDefault(patch.Id, new StoredText("", ""));
                    var sender = senders.GetValueOrDefault(patch.Submitter ?? 0, patch.SubmitterName);
                    return CommittedMail.Of(patch.Name, sender, text.Content, text.Diff);
                }),
            ]
        );
    }

    /// <summary>The bytes of the mails of patches.</summary>
    private long Size(IEnumerable<long> patches)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT coalesce(sum(size), 0) FROM mail
            WHERE submission_id IN (SELECT value FROM json_each($ids)) AND submission_kind = 0 AND kind = 0
            """,
            [Ids.Parameter(patches)]
        );
        return read.Next() ? read.Integer(0) : 0;
    }

    private List<SeriesVersion> Versions(IReadOnlyList<long> ids)
    {
        var rows = SeriesRows
            .Of(connection, SqlText.Of($"series.id IN (SELECT value FROM json_each({Ids.Parameter(ids).Value}))"))
            .ToDictionary(series => series.Id);
        var rfcs = SeriesVersions.Rfcs(connection, ids);
        return
        [
            .. ids.Select(
                (id, at) =>
                    new SeriesVersion(rows[id], rfcs.Contains(id), at > 0 && CalledAs(ids[at - 1]) == CalledAs(id))
            ),
        ];

        (int Version, bool IsRfc) CalledAs(long id) => (rows[id].Version, rfcs.Contains(id));
    }

    private (long? Id, CoverLetter? Cover, string? Text) Cover(long series)
    {
        using var read = new SqlStatement(
            connection,
            """
            SELECT cover.id, cover.name, cover.msgid FROM mail_series JOIN cover ON cover.id = mail_series.id
            WHERE mail_series.series = $series AND mail_series.kind = 1 ORDER BY cover.date LIMIT 1
            """,
            [new("$series", series)]
        );
        if (!read.Next())
            return (null, null, null);
        var (id, name, messageId) = (read.Integer(0), read.Text(1), FieldValues.MessageId(read.Text(2)));
        var text = MailTexts.Contents(connection, MailKind.Cover, [id]).GetValueOrDefault(id, "");
        return (id, CoverLetter.Of(name, messageId, text), text);
    }

    private List<IReadOnlyList<ReviewTag>> Tags(List<long> patches, long? cover)
    {
        var own = ReviewTags.Of(connection, MailKind.Patch, patches);
        // A tag for the cover letter is one for each patch.
        var ofAll = cover is { } id ? ReviewTags.Of(connection, MailKind.Cover, [id])[id].ToList() : [];
        return patches.ConvertAll(patch => SeriesTags.Of(own[patch], ofAll));
    }

    private Dictionary<long, string> Senders(IEnumerable<long> people)
    {
        using var read = new SqlStatement(
            connection,
            "SELECT id, name, email FROM person WHERE id IN (SELECT value FROM json_each($ids))",
            [Ids.Parameter(people)]
        );
        var senders = new Dictionary<long, string>();
        while (read.Next())
            senders[read.Integer(0)] = $"{read.TextOrNull(1)} <{read.Text(2)}>".TrimStart();
        return senders;
    }
}
