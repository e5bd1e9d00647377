using System.Globalization;
using System.Text.Json;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Finds archived resources that lack a link. A series and its patches name each other, but Patchwork raises an event
/// for one side only.
/// </summary>
public sealed class LinkedResources(
    ResourceStore resources,
    ProjectNames projects,
    CursorStore cursors,
    ServerClock clock
)
{
    /// <summary>
    /// How much earlier than its event a series may be dated: by the zone of the server's clock, and while its first
    /// mail was on its way.
    /// </summary>
    private static readonly TimeSpan LongestLead = TimeSpan.FromDays(1);

    /// <summary>The resources to fetch as a consequence of this fetch.</summary>
    /// <param name="detail">The resource; null if it was not fetched.</param>
    public async Task<IReadOnlyList<RefreshItem>> StaleAsync(
        RefreshItem item,
        Resource? detail,
        CancellationToken cancellationToken
    ) =>
        detail switch
        {
            Series series =>
            [
                .. await StaleMembersAsync(item, series, cancellationToken),
                .. await StaleDependenciesAsync(item, series, cancellationToken),
            ],
            Submission submission =>
            [
                .. await StaleSeriesAsync(item, submission, cancellationToken),
                .. await RelatedAsync(item, submission, cancellationToken),
            ],
            _ => [],
        };

    /// <summary>
    /// The same for a resource that is archived already. The process that archived it may have ended before it queued
    /// these.
    /// </summary>
    public async Task<IReadOnlyList<RefreshItem>> StaleAsync(RefreshItem item, CancellationToken cancellationToken) =>
        item.Kind == ResourceKind.Series || item.Events.Any(Links)
            ? await StaleAsync(item, await ArchivedAsync(item, cancellationToken), cancellationToken)
            : [];

    /// <summary>
    /// What names a resource that the server deleted: its series and related patches, or the members of a series.
    /// Patchwork deletes a series with its cover letter, and patches with their series.
    /// </summary>
    public async Task<IReadOnlyList<RefreshItem>> OfDeletedAsync(
        RefreshItem item,
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        var detail = await ArchivedAsync(item, cancellationToken);
        List<RefreshItem> all = [];
        if (detail is Series series)
        {
            all.AddRange((series.Patches ?? []).Select(patch => Item(ResourceKind.Patch, patch.Id)));
            if (series.CoverLetter is { } cover)
                all.Add(Item(ResourceKind.Cover, cover.Id));
        }
        else
        {
            all.AddRange(((detail as Submission)?.Series ?? []).Select(series => Item(ResourceKind.Series, series.Id)));
        }
        if (detail is Patch patch)
        {
            foreach (var related in patch.Related ?? [])
            {
                if (await ProjectAsync(related, item.Project, cancellationToken) is { } project)
                    all.Add(Item(ResourceKind.Patch, related.Id) with { Project = project });
            }
        }
        return all;

        RefreshItem Item(ResourceKind kind, long id) =>
            new(kind, id, item.Project)
            {
                Parts = Part.Detail,
                AsOf = asOf,
                Missing = true,
            };
    }

    private static bool Links(EventReference e) => IsCreation(e) || IsRelation(e);

    private static bool IsCreation(EventReference e) =>
        e.Category is EventCategory.PatchCreated or EventCategory.CoverCreated;

    private static bool IsRelation(EventReference e) => e.Category == EventCategory.PatchRelationChanged;

    /// <summary>A resource as it is archived; null if it is not.</summary>
    private async Task<Resource?> ArchivedAsync(RefreshItem item, CancellationToken cancellationToken) =>
        await resources.ReadAsync(item.Kind, item.Id, cancellationToken) is var (_, json)
            ? item.Kind switch
            {
                ResourceKind.Patch => JsonSerializer.Deserialize(json, PatchworkJson.Default.Patch),
                ResourceKind.Cover => JsonSerializer.Deserialize(json, PatchworkJson.Default.Cover),
                _ => JsonSerializer.Deserialize(json, PatchworkJson.Default.Series),
            }
            : null;

    /// <summary>
    /// Patches and the cover letter that were fetched before they joined the series, or never, since they came before
    /// the server was followed.
    /// </summary>
    private async Task<IReadOnlyList<RefreshItem>> StaleMembersAsync(
        RefreshItem item,
        Series series,
        CancellationToken cancellationToken
    ) =>
        [
            .. await StaleMembersAsync(
                item,
                series,
                ResourceKind.Patch,
                [.. (series.Patches ?? []).Select(patch => patch.Id)],
                cancellationToken
            ),
            .. await StaleMembersAsync(
                item,
                series,
                ResourceKind.Cover,
                series.CoverLetter is { } cover ? [cover.Id] : [],
                cancellationToken
            ),
        ];

    private async Task<IEnumerable<RefreshItem>> StaleMembersAsync(
        RefreshItem item,
        Series series,
        ResourceKind kind,
        IReadOnlyList<long> ids,
        CancellationToken cancellationToken
    )
    {
        var rows = await resources.RowsAsync(kind, ids, cancellationToken);
        List<RefreshItem> stale =
        [
            .. ids.Where(id => rows.TryGetValue(id, out var row) && !row.Series.Contains(series.Id))
                .Select(id => new RefreshItem(kind, id, item.Project)
                {
                    Parts = Part.Detail,
                    AsOf = rows[id].DetailAt?.AddTicks(1) ?? default,
                }),
        ];
        List<long> unknown = [.. ids.Where(id => !rows.ContainsKey(id))];
        if (unknown.Count > 0 && await BeganBeforeAsync(item.Project, series.Date, cancellationToken))
            stale.AddRange(
                unknown.Select(id => new RefreshItem(kind, id, item.Project)
                {
                    Parts = Part.Detail | Part.Mbox,
                    Missing = true,
                })
            );
        return stale;
    }

    /// <summary>The series that this one needs, if they do not name it yet. No event names them.</summary>
    private async Task<IReadOnlyList<RefreshItem>> StaleDependenciesAsync(
        RefreshItem item,
        Series series,
        CancellationToken cancellationToken
    )
    {
        List<RefreshItem> stale = [];
        foreach (var id in IdsIn(series.Dependencies))
        {
            if (
                await resources.ReadAsync(ResourceKind.Series, id, cancellationToken) is var (row, json)
                && JsonSerializer.Deserialize(json, PatchworkJson.Default.Series) is { } needed
                && !IdsIn(needed.Dependents).Contains(series.Id)
            )
                stale.Add(
                    new RefreshItem(ResourceKind.Series, id, row.Project)
                    {
                        Parts = Part.Detail,
                        AsOf = item.Events.Select(e => clock.VisibleBy(e.Date)).Append(item.AsOf).Max(),
                    }
                );
        }
        return stale;
    }

    /// <summary>The ids in a list of addresses such as <c>/api/series/12/</c>.</summary>
    private static IEnumerable<long> IdsIn(JsonElement addresses) =>
        addresses.ValueKind == JsonValueKind.Array
            ? addresses
                .EnumerateArray()
                .Where(address => address.ValueKind == JsonValueKind.String)
                .Select(address => address.GetString()!.TrimEnd('/').Split('/')[^1])
                .Select(id => long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? number : 0)
            : [];

    /// <summary>
    /// Whether a series of this date may have begun before the server was followed. Mails of a later one, and the series
    /// itself, have events of their own. A date that has not come is of a sender whose clock is wrong.
    /// </summary>
    private async Task<bool> BeganBeforeAsync(long project, string? date, CancellationToken cancellationToken) =>
        await cursors.StartAsync(project, cancellationToken) is { Length: > 0 } start
        && (clock.IsAhead(date ?? "") || !ServerClock.IsLater(ServerClock.Earlier(date ?? "", LongestLead), start));

    /// <summary>
    /// Series that were fetched before this patch or cover letter joined them, or never, since they began before the
    /// server was followed. A completed patch's series was queued with its event; a later series that is not archived
    /// yet has an event of its own.
    /// </summary>
    private async Task<IReadOnlyList<RefreshItem>> StaleSeriesAsync(
        RefreshItem item,
        Submission submission,
        CancellationToken cancellationToken
    )
    {
        var created = item.Events.FirstOrDefault(IsCreation);
        if (created is null || item.Events.Any(e => e.Category == EventCategory.PatchCompleted))
            return [];

        List<RefreshItem> stale = [];
        foreach (var reference in submission.Series ?? [])
        {
            var row = await resources.RowAsync(ResourceKind.Series, reference.Id, cancellationToken);
            if (row.ETag is null && await BeganBeforeAsync(item.Project, reference.Date, cancellationToken))
                stale.Add(
                    new RefreshItem(ResourceKind.Series, reference.Id, item.Project)
                    {
                        Parts = Part.Detail,
                        Missing = true,
                    }
                );
            else if (row.ETag is not null && !row.Series.Contains(submission.Id))
                stale.Add(
                    new RefreshItem(ResourceKind.Series, reference.Id, item.Project)
                    {
                        Parts = Part.Detail,
                        AsOf = clock.VisibleBy(created.Date),
                    }
                );
        }
        return stale;
    }

    /// <summary>
    /// A changed relation raises an event for the patch that joined, not for those already in it. They may be in other
    /// projects.
    /// </summary>
    private async Task<IReadOnlyList<RefreshItem>> RelatedAsync(
        RefreshItem item,
        Submission submission,
        CancellationToken cancellationToken
    )
    {
        if (
            submission is not Patch { Related: { } related }
            || item.Events.LastOrDefault(IsRelation) is not { } changed
        )
            return [];

        List<RefreshItem> items = [];
        foreach (var patch in related)
        {
            // Projects that are not followed are not archived.
            if (await ProjectAsync(patch, item.Project, cancellationToken) is { } project)
                items.Add(
                    new RefreshItem(ResourceKind.Patch, patch.Id, project)
                    {
                        Parts = Part.Detail,
                        AsOf = clock.VisibleBy(changed.Date),
                    }
                );
        }
        return items;
    }

    /// <summary>The project in <c>/project/{link name}/patch/…</c>; old servers omit it.</summary>
    public async Task<long?> ProjectAsync(SubmissionReference patch, long other, CancellationToken cancellationToken) =>
        patch.WebUrl?.Split('/') is ["", "project", var name, "patch", ..]
            ? await projects.FindAsync(Uri.UnescapeDataString(name), cancellationToken)
            : other;
}
