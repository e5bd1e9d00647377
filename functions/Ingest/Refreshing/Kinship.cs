using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Finds archived resources that lack a link. A series and its patches name each other, but Patchwork raises an event
/// for one side only.
/// </summary>
public sealed class Kinship(ResourceStore resources, ProjectNames projects, ServerClock clock)
{
    /// <summary>The resources to fetch as a consequence of this fetch.</summary>
    public async Task<IReadOnlyList<RefreshItem>> StaleAsync(
        RefreshItem item,
        FetchedResource fetched,
        CancellationToken cancellationToken
    ) =>
        fetched.Detail switch
        {
            Series series => await StaleMembersAsync(item, series, cancellationToken),
            Submission submission =>
            [
                .. await StaleSeriesAsync(item, submission, cancellationToken),
                .. await RelatedAsync(item, submission, cancellationToken),
            ],
            _ => [],
        };

    /// <summary>
    /// What names a resource that the server deleted: its series and related patches, or the members of a series.
    /// Patchwork deletes a series with its cover letter, and patches with their series.
    /// </summary>
    public async Task<IReadOnlyList<RefreshItem>> OfAsync(
        RefreshItem item,
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        if (await resources.ReadAsync(item.Kind, item.Id, cancellationToken) is not var (row, json))
            return [];
        List<RefreshItem> kin = [];
        if (item.Kind == ResourceKind.Series)
        {
            var series = JsonSerializer.Deserialize(json, PatchworkJson.Default.Series)!;
            kin.AddRange((series.Patches ?? []).Select(patch => Kin(ResourceKind.Patch, patch.Id)));
            if (series.CoverLetter is { } cover)
                kin.Add(Kin(ResourceKind.Cover, cover.Id));
        }
        else
        {
            kin.AddRange(row.Series.Select(id => Kin(ResourceKind.Series, id)));
        }
        if (item.Kind == ResourceKind.Patch)
        {
            foreach (var related in JsonSerializer.Deserialize(json, PatchworkJson.Default.Patch)!.Related ?? [])
            {
                if (await ProjectAsync(related, item.Project, cancellationToken) is { } project)
                    kin.Add(Kin(ResourceKind.Patch, related.Id) with { Project = project });
            }
        }
        return kin;

        RefreshItem Kin(ResourceKind kind, long id) =>
            new(kind, id, item.Project)
            {
                Parts = Part.Detail,
                AsOf = asOf,
                Missing = true,
            };
    }

    /// <summary>Patches and the cover letter that were fetched before they joined the series.</summary>
    private async Task<IReadOnlyList<RefreshItem>> StaleMembersAsync(
        RefreshItem item,
        Series series,
        CancellationToken cancellationToken
    )
    {
        var patches = (series.Patches ?? []).Select(patch => patch.Id).ToList();
        var covers = series.CoverLetter is { } cover ? new List<long> { cover.Id } : [];
        return
        [
            .. Stale(
                item,
                ResourceKind.Patch,
                series.Id,
                patches,
                await resources.RowsAsync(ResourceKind.Patch, patches, cancellationToken)
            ),
            .. Stale(
                item,
                ResourceKind.Cover,
                series.Id,
                covers,
                await resources.RowsAsync(ResourceKind.Cover, covers, cancellationToken)
            ),
        ];
    }

    private static IEnumerable<RefreshItem> Stale(
        RefreshItem item,
        ResourceKind kind,
        long series,
        IEnumerable<long> ids,
        IReadOnlyDictionary<long, ResourceRow> rows
    ) =>
        ids.Where(id => rows.TryGetValue(id, out var row) && !row.Series.Contains(series))
            .Select(id => new RefreshItem(kind, id, item.Project)
            {
                Parts = Part.Detail,
                AsOf = rows[id].DetailAt?.AddTicks(1) ?? default,
            });

    /// <summary>
    /// Series that were fetched before this patch or cover letter joined them. A completed patch's series was queued
    /// with its event; a series that is not archived yet has an event of its own.
    /// </summary>
    private async Task<IReadOnlyList<RefreshItem>> StaleSeriesAsync(
        RefreshItem item,
        Submission submission,
        CancellationToken cancellationToken
    )
    {
        var created = item.Events.FirstOrDefault(e =>
            e.Category is EventCategory.PatchCreated or EventCategory.CoverCreated
        );
        if (created is null || item.Events.Any(e => e.Category == EventCategory.PatchCompleted))
            return [];

        List<RefreshItem> stale = [];
        foreach (var reference in submission.Series ?? [])
        {
            var row = await resources.RowAsync(ResourceKind.Series, reference.Id, cancellationToken);
            if (row.ETag is not null && !row.Series.Contains(submission.Id))
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
            || item.Events.LastOrDefault(e => e.Category == EventCategory.PatchRelationChanged) is not { } changed
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
