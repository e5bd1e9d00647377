using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>Fetches bundles and archives those that everybody may see.</summary>
public sealed class BundleRefresh(
    PatchworkClient client,
    Upstream upstream,
    BundleStore bundles,
    ResourceStore resources,
    EmbeddedStore embedded,
    LinkedResources linked,
    RefreshQueue queue,
    TimeProvider time
)
{
    private const string Start = "From patchwork ";
    private const string PatchId = "X-Patchwork-Id: ";

    /// <summary>Fetches a bundle. Archives it if it is public and of a followed project; else removes it.</summary>
    /// <exception cref="UpstreamException">The server does not answer.</exception>
    public async Task RunAsync(long id, CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        var followed = await upstream.ProjectsAsync(cancellationToken);
        if (
            await client.BundleAsync(id, cancellationToken) is { Value: { Public: true, Project: { } project } } bundle
            && followed.Contains(project.Id)
        )
            await ArchiveAsync(bundle, requestedAt, cancellationToken);
        else
            await bundles.RemoveAsync(id, requestedAt, cancellationToken);
    }

    /// <summary>Archives a public bundle, and queues its patches that the archive lacks.</summary>
    /// <param name="requestedAt">When it was requested from the server.</param>
    /// <exception cref="UpstreamException">The server does not answer.</exception>
    public async Task ArchiveAsync(
        Fetched<Bundle> bundle,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var order = await OrderAsync(bundle.Value, cancellationToken);
        await Embedded.ArchiveAsync(embedded, [bundle.Json], requestedAt, cancellationToken);
        await bundles.PutAsync(
            new ArchivedBundle(bundle.Value.Id, bundle.Json.ToArray(), order, requestedAt),
            requestedAt,
            cancellationToken
        );
        if (await UnknownAsync(bundle.Value, requestedAt, cancellationToken) is { Count: > 0 } unknown)
            await queue.SendAsync(unknown, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>The fields of an archived bundle.</summary>
    public static Bundle Read(ArchivedBundle bundle) =>
        JsonSerializer.Deserialize(bundle.Json, PatchworkJson.Default.Bundle)!;

    /// <summary>
    /// The patches in the owner's order: that of the mbox, else the archived one. Patches that it lacks come last.
    /// </summary>
    private async Task<IReadOnlyList<long>> OrderAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        List<long> patches = [.. (bundle.Patches ?? []).Select(patch => patch.Id)];
        if (patches.Count < 2 || bundle.Mbox is null)
            return patches;
        IReadOnlyList<long> order;
        try
        {
            order = await client.MboxAsync(bundle.Mbox, ReadIdsAsync, cancellationToken) ?? [];
        }
        // The server cannot make this mbox, or not in time. This must not stop every walk of the project.
        catch (UpstreamException)
        {
            order = (await bundles.FindAsync(bundle.Id, cancellationToken))?.Order ?? [];
        }
        return [.. order.Intersect(patches), .. patches.Except(order)];
    }

    /// <summary>The ids in the headers that Patchwork adds to each mail.</summary>
    private static async Task<IReadOnlyList<long>> ReadIdsAsync(PipeReader mbox, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(mbox.AsStream(leaveOpen: true), Encoding.Latin1);
        List<long> ids = [];
        var isHeader = false;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            isHeader = line.StartsWith(Start, StringComparison.Ordinal) || (isHeader && line.Length > 0);
            if (
                isHeader
                && line.StartsWith(PatchId, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(PatchId.Length), out var id)
            )
                ids.Add(id);
        }
        return ids;
    }

    /// <summary>Patches of followed projects from before the server was followed.</summary>
    private async Task<IReadOnlyList<RefreshItem>> UnknownAsync(
        Bundle bundle,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var patches = bundle.Patches ?? [];
        var known = await resources.RowsAsync(
            ResourceKind.Patch,
            [.. patches.Select(patch => patch.Id)],
            cancellationToken
        );
        List<RefreshItem> unknown = [];
        foreach (var patch in patches.Where(patch => !known.ContainsKey(patch.Id)))
        {
            if (await linked.ProjectAsync(patch, bundle.Project!.Id, cancellationToken) is { } project)
                unknown.Add(
                    new RefreshItem(ResourceKind.Patch, patch.Id, project)
                    {
                        Parts = ResourceFetch.Everything(ResourceKind.Patch),
                        AsOf = requestedAt,
                        Missing = true,
                    }
                );
        }
        return unknown;
    }
}
