using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;

namespace Hookwork.Ingest.Walking;

/// <summary>Repairs what no list of patches shows, when a walk begins: the project, its bundles, and people.</summary>
public sealed class WalkStart(Upstream upstream, BundleComparison bundles, PeopleComparison people)
{
    /// <summary>Does nothing unless the walk is at its first page.</summary>
    public async Task RunAsync(Walk walk, CancellationToken cancellationToken)
    {
        if (walk is not { At: ResourceKind.Cover, Since: null, Page: 1 } || walk.Scope == WalkScope.Backfill)
            return;
        var isHourly = walk.Scope == WalkScope.Recent;
        if (!isHourly)
            await upstream.RenewAsync(walk.Project, cancellationToken);
        await bundles.RunAsync(walk.Project, withOrder: !isHourly, cancellationToken);
        // People and users belong to the server, so the walks of one project are enough.
        if ((await upstream.ProjectsAsync(cancellationToken))[0] == walk.Project)
            await people.RunAsync(newestOnly: isHourly, cancellationToken);
    }
}
