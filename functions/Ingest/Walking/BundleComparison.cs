using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Walking;

/// <summary>Compares a project's public bundles with the archived ones. Their changes raise no event.</summary>
public sealed partial class BundleComparison(
    PatchworkClient client,
    BundleStore bundles,
    BundleRefresh refresh,
    ProjectNames names,
    TimeProvider time,
    ILogger<BundleComparison> logger
)
{
    /// <summary>The most mboxes that are read at a time; the next walk reads the others.</summary>
    private const int MostMboxes = 100;

    /// <summary>After this long no other mbox is read: a server may take minutes to fail at a large one.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Archives what is new or changed, and removes what is not public any more.</summary>
    /// <param name="withOrder">
    /// Whether to read the order of unchanged bundles again too. Only an mbox shows it.
    /// </param>
    public async Task RunAsync(long project, bool withOrder, CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        try
        {
            var listed = await client.BundlesAsync(project, cancellationToken);
            var archived = await ArchivedAsync(project, cancellationToken);
            var projects = await names.AllAsync(cancellationToken);
            var changed = listed
                .Where(bundle => Differs(bundle, archived.GetValueOrDefault(bundle.Value.Id), projects))
                .ToList();
            var others = withOrder
                ? listed.Except(changed).OrderBy(bundle => archived[bundle.Value.Id].OrderedAt)
                : Enumerable.Empty<Fetched<Bundle>>();
            foreach (
                var bundle in changed
                    .Concat(others)
                    .Take(MostMboxes)
                    .TakeWhile(_ => time.GetUtcNow() - requestedAt < Longest)
            )
                await refresh.ArchiveAsync(bundle, requestedAt, cancellationToken);
            foreach (var id in archived.Keys.Except(listed.Select(bundle => bundle.Value.Id)))
                await refresh.RunAsync(id, cancellationToken);
        }
        // Bundles that are broken, slow or behind a bot wall must not stop the walk. If all of the server is, the
        // walk's next request fails too.
        catch (UpstreamException exception)
        {
            Log.Skipped(logger, project, Printable.Escape(exception.Message));
        }
    }

    private async Task<Dictionary<long, ArchivedBundle>> ArchivedAsync(
        long project,
        CancellationToken cancellationToken
    ) =>
        await bundles
            .AllAsync(cancellationToken)
            .Where(bundle => BundleRefresh.Read(bundle).Project?.Id == project)
            .ToDictionaryAsync(bundle => bundle.Id, cancellationToken: cancellationToken);

    private static bool Differs(Fetched<Bundle> bundle, ArchivedBundle? stored, IReadOnlyList<ProjectName> projects)
    {
        if (stored is null)
            return true;
        using var listed = JsonDocument.Parse(bundle.Json);
        using var archived = JsonDocument.Parse(stored.Json);
        return ListComparison.Differing(listed.RootElement, archived.RootElement, projects) != Part.None;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Not all bundles of project {Project} are compared in this walk: {Reason}")]
        public static partial void Skipped(ILogger logger, long project, string reason);
    }
}
