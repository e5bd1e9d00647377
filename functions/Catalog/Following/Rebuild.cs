using System.Runtime.CompilerServices;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog.Following;

/// <summary>Builds a catalog from the archive.</summary>
public sealed class Rebuild(
    Journal journal,
    ResourceStore resources,
    ReplyStore replies,
    EmbeddedStore embedded,
    EventLog events,
    ILogger<Rebuild> logger
)
{
    private const int ChunkSize = 500;
    private const int ChunkBytes = 16 << 20;

    /// <summary>
    /// Fills an empty catalog with everything archived before this call; <see cref="Follower"/> applies later writes.
    /// </summary>
    public async Task RunAsync(CatalogFile file, CancellationToken cancellationToken)
    {
        var position = await journal.EndAsync(cancellationToken);
        var writer = file.Writer;
        await WriteAsync(
            file,
            EmbeddedAsync(file.Project, cancellationToken),
            item => writer.Put(item.Kind, item.Json)
        );
        List<(ResourceKind Kind, long Id)> gone = [];
        foreach (var kind in new[] { ResourceKind.Cover, ResourceKind.Patch })
        {
            await foreach (
                var chunk in Chunks(
                    resources.AllAsync(kind, file.Project, id => gone.Add((kind, id)), cancellationToken),
                    item => item.Json.Length
                )
            )
            {
                var submissions = await WithRepliesAsync(kind, chunk, cancellationToken);
                var prepared = submissions
                    .AsParallel()
                    .AsOrdered()
                    .WithCancellation(cancellationToken)
                    .Select(submission => PreparedSubmission.Of(submission, logger))
                    .ToList();
                writer.Write(() => prepared.ForEach(writer.Put));
            }
        }
        await WriteAsync(
            file,
            resources.AllAsync(
                ResourceKind.Series,
                file.Project,
                id => gone.Add((ResourceKind.Series, id)),
                cancellationToken
            ),
            item => writer.Put(PreparedSeries.Of(item.Json))
        );
        writer.Write(() => gone.ForEach(item => writer.Remove(item.Kind, item.Id)));
        await WriteAsync(
            file,
            events.AllAsync(file.Project, cancellationToken),
            item =>
            {
                // The journal lists an event once it is finished.
                if (item.Status != EventStatus.Pending)
                    writer.Put(item);
            }
        );
        writer.Write(() =>
        {
            writer.Move(file.Project, position);
            writer.Move(Change.Everybody, position);
        });
        file.Finish();
    }

    private async IAsyncEnumerable<(EmbeddedKind Kind, byte[] Json)> EmbeddedAsync(
        long project,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await embedded.JsonAsync(EmbeddedKind.Project, project, cancellationToken) is { } own)
            yield return (EmbeddedKind.Project, own);
        foreach (var kind in new[] { EmbeddedKind.Person, EmbeddedKind.User })
        {
            await foreach (var (_, json) in embedded.AllAsync(kind, cancellationToken))
                yield return (kind, json);
        }
    }

    /// <summary>Comments and checks are ordered by patch, so that few queries read those of a chunk.</summary>
    private async Task<List<ArchivedSubmission>> WithRepliesAsync(
        ResourceKind kind,
        IReadOnlyList<(long Id, ResourceRow Row, byte[] Json)> chunk,
        CancellationToken cancellationToken
    )
    {
        List<long> commented = [.. chunk.Where(item => item.Row.Comments > 0).Select(item => item.Id)];
        List<long> tested = [.. chunk.Where(item => item.Row.Checks > 0).Select(item => item.Id)];
        var comments = await replies
            .CommentsAsync(kind, commented, cancellationToken)
            .ToLookupAsync(comment => comment.Parent, comment => comment.Json, cancellationToken: cancellationToken);
        var checks = await replies
            .ChecksAsync(tested, cancellationToken)
            .ToLookupAsync(check => check.Parent, check => check.Json, cancellationToken: cancellationToken);
        return
        [
            .. chunk.Select(item => new ArchivedSubmission(kind, item.Id, item.Json, [.. comments[item.Id]])
            {
                Checks = [.. checks[item.Id]],
            }),
        ];
    }

    private static async Task WriteAsync<T>(CatalogFile file, IAsyncEnumerable<T> items, Action<T> write)
    {
        await foreach (var chunk in Chunks(items, _ => 0))
            file.Writer.Write(() => chunk.ForEach(write));
    }

    private static async IAsyncEnumerable<List<T>> Chunks<T>(IAsyncEnumerable<T> items, Func<T, int> size)
    {
        List<T> chunk = [];
        var bytes = 0;
        await foreach (var item in items)
        {
            chunk.Add(item);
            bytes += size(item);
            if (chunk.Count < ChunkSize && bytes < ChunkBytes)
                continue;
            yield return chunk;
            chunk = [];
            bytes = 0;
        }
        if (chunk.Count > 0)
            yield return chunk;
    }
}
