using System.Text.Json;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Repairs what the lists of patches, series and cover letters do not show: bundles, people, and the project.
/// </summary>
public sealed class UnlistedResources(
    Upstream upstream,
    BundleComparison bundles,
    PeopleComparison people,
    EmbeddedStore embedded
)
{
    /// <summary>Compares bundles and people, if the walk is at its first page.</summary>
    /// <returns>The pages of people read so far if more are to be read before that page, else 0.</returns>
    public async Task<int> RunAsync(Walk walk, CancellationToken cancellationToken)
    {
        var isRecent = walk.Scope == WalkScope.Recent;
        var isFirst =
            walk is { Since: null, Page: 1 } && walk.At == (isRecent ? ResourceKind.Patch : ResourceKind.Cover);
        if (!isFirst || walk.Scope == WalkScope.Backfill)
            return 0;
        if (walk.Pages == 0)
        {
            if (!isRecent)
                await upstream.RenewAsync(walk.Project, cancellationToken);
            await bundles.RunAsync(walk.Project, withOrder: !isRecent, cancellationToken);
        }
        // People and users belong to the server, so the walks of one project are enough.
        return (await upstream.ProjectsAsync(cancellationToken))[0] == walk.Project
            ? await people.RunAsync(walk.Pages, newestOnly: isRecent, cancellationToken)
            : 0;
    }

    /// <summary>Reads the project again if its copy in a page differs from the archived one.</summary>
    public async Task CompareProjectAsync(
        long project,
        IReadOnlyList<Fetched<Listed>> page,
        CancellationToken cancellationToken
    )
    {
        if (
            page.Count == 0
            || await embedded.JsonAsync(EmbeddedKind.Project, project, cancellationToken) is not { } json
        )
            return;
        using var listed = JsonDocument.Parse(page[0].Json);
        using var archived = JsonDocument.Parse(json);
        var differs =
            listed.RootElement.TryGetProperty("project", out var copy)
            && copy.ValueKind == JsonValueKind.Object
            && copy.EnumerateObject()
                .Any(field =>
                    archived.RootElement.TryGetProperty(field.Name, out var stored)
                    && !JsonElement.DeepEquals(field.Value, stored)
                );
        if (differs)
            await upstream.RenewAsync(project, cancellationToken);
    }
}
