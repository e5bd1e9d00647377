using Hookwork.Archive.Resources;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>The fetched parts of a resource.</summary>
public sealed record FetchedResource
{
    public Part Parts { get; init; }

    /// <summary>A <see cref="Patch"/>, <see cref="Cover"/> or <see cref="Patchwork.Resources.Series"/>.</summary>
    public Resource? Detail { get; init; }
    public ReadOnlyMemory<byte>? Json { get; init; }
    public IReadOnlyList<Fetched<Comment>>? Comments { get; init; }
    public IReadOnlyList<Fetched<Check>>? Checks { get; init; }

    /// <summary>Whether neither the server nor the archive has its mbox; null if that was not asked.</summary>
    public bool? LacksMbox { get; init; }

    public string? MessageId => (Detail as Submission)?.Msgid;
    public long? Project =>
        ((Detail as Submission)?.Project ?? (Detail as Series)?.Project)?.Id is > 0 and var id ? id : null;

    /// <summary>The project to archive it in. That of the item may be a former one.</summary>
    public long ProjectFor(RefreshItem item, ResourceRow row) =>
        Project ?? (row.ETag is null ? item.Project : row.Project);

    /// <summary>
    /// Whether the server shows another mail, or another project, than the row has. A server that was restored from a
    /// backup may give an id to another mail. An administrator may move a mail to another project.
    /// </summary>
    public bool IsOther(ResourceRow row) =>
        row.Exists && ((Project is { } project && row.Project != project) || (MessageId is { } id && row.HasOther(id)));

    /// <summary>
    /// The items that fetch all parts of a resource that is another one than the row has, for the catalogs of both
    /// projects. None if this fetch already has all parts. The series of a mail that moved to another project has the
    /// mail's former address, so it is fetched too.
    /// </summary>
    public IReadOnlyList<RefreshItem> Anew(RefreshItem item, ResourceRow row, DateTimeOffset requestedAt)
    {
        var (project, parts) = (Project ?? row.Project, ResourceFetch.Everything(item.Kind));
        return !IsOther(row) || (project == row.Project && Parts == parts)
            ? []
            :
            [
                .. new[] { row.Project, project }
                    .Distinct()
                    .Select(one => new RefreshItem(item.Kind, item.Id, one)
                    {
                        Parts = parts,
                        AsOf = requestedAt.AddTicks(1),
                    }),
                .. ((project == row.Project ? null : Detail as Submission)?.Series ?? []).Select(
                    series => new RefreshItem(ResourceKind.Series, series.Id, row.Project)
                    {
                        Parts = Part.Detail,
                        AsOf = requestedAt.AddTicks(1),
                    }
                ),
            ];
    }

    /// <summary>The JSON of everything that was fetched.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Jsons =>
        [
            .. Json is { } json ? [json] : Array.Empty<ReadOnlyMemory<byte>>(),
            .. (Comments ?? []).Select(item => item.Json),
            .. (Checks ?? []).Select(item => item.Json),
        ];

    /// <summary>Adds a detail.</summary>
    public FetchedResource With<T>(Fetched<T>? fetched)
        where T : Resource => this with { Detail = fetched?.Value, Json = fetched?.Json };

    /// <summary>The columns of the resource's row that this fetch sets.</summary>
    public IReadOnlyDictionary<string, object?> Columns(DateTimeOffset requestedAt)
    {
        var columns = new Dictionary<string, object?>(StringComparer.Ordinal);
        switch (Detail)
        {
            case Submission submission:
                columns["MessageId"] = Fit(submission.Msgid);
                columns["Date"] = Fit(submission.Date);
                columns["Name"] = Fit(submission.Name);
                columns["Submitter"] = submission.Submitter?.Id;
                columns["Series"] = ResourceRow.WriteIds((submission.Series ?? []).Select(series => series.Id));
                if (submission is Patch patch)
                {
                    columns["State"] = Fit(patch.State);
                    columns["Archived"] = patch.Archived;
                    columns["Hash"] = Fit(patch.Hash);
                }
                break;
            case Series series:
                columns["Date"] = Fit(series.Date);
                columns["Name"] = Fit(series.Name);
                columns["Submitter"] = series.Submitter?.Id;
                columns["Series"] = ResourceRow.WriteIds(Members(series));
                break;
        }
        if (LacksMbox is { } lacks)
            columns[ResourceRow.NoMbox] = lacks;
        if (Comments is not null)
            columns["Comments"] = Comments.Count;
        if (Checks is not null)
            columns["Checks"] = Checks.Count;
        foreach (
            var part in new[] { Part.Detail, Part.Mbox, Part.Comments, Part.Checks }.Where(part => Parts.HasFlag(part))
        )
            columns[$"{part}At"] = requestedAt;
        return columns;
    }

    /// <summary>The ids of a series' cover letter and patches.</summary>
    public static IEnumerable<long> Members(Series series) =>
        (series.CoverLetter is { } cover ? [cover.Id] : Array.Empty<long>()).Concat(
            (series.Patches ?? []).Select(patch => patch.Id)
        );

    /// <summary>A string property holds 32 Ki characters; the stored JSON has the full text.</summary>
    private static string? Fit(string? text) =>
        text is { Length: > 1000 } ? text[..(char.IsHighSurrogate(text[999]) ? 999 : 1000)] : text;
}
