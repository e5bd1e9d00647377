using System.Collections.Concurrent;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog.Following;

/// <summary>Applies the writes that the journal lists to a catalog.</summary>
public sealed class Follower(
    Journal journal,
    ResourceStore resources,
    ReplyStore replies,
    EmbeddedStore embedded,
    EventLog events,
    CursorStore cursors,
    ILogger<Follower> logger
)
{
    private const int ChunkSize = 256;
    private const int MostAtOnce = 16;

    /// <summary>
    /// How often the position advances if nothing is applied, to limit the hours that a reading scans.
    /// </summary>
    private static readonly TimeSpan MovesEvery = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Applies everything written before this call. Resumable: after an interruption, the next call continues.
    /// </summary>
    public async Task CatchUpAsync(CatalogFile file, CancellationToken cancellationToken)
    {
        // Read this first: events read up to here that are no longer open are journaled, and applied below.
        var settled = await cursors.SettledAsync(file.Project, cancellationToken);
        var open = await events.OldestOpenAsync(file.Project, cancellationToken);
        // The project's own journal first: people are journaled before the resources that refer to them.
        var own = await journal.ReadAsync(file.Project, file.Position(file.Project)!.Value, cancellationToken);
        var everybody = await journal.ReadAsync(
            Change.Everybody,
            file.Position(Change.Everybody)!.Value,
            cancellationToken
        );
        List<JournalEntry> entries =
        [
            .. own.Entries.Concat(everybody.Entries).Where(entry => !file.Writer.HasFollowed(entry)),
        ];
        foreach (var chunk in entries.Chunk(ChunkSize))
            await ApplyAsync(file, chunk, cancellationToken);

        if (
            entries.Count > 0
            || own.Position - file.Position(file.Project) >= MovesEvery
            || everybody.Position - file.Position(Change.Everybody) >= MovesEvery
        )
        {
            file.Writer.Write(() =>
            {
                file.Writer.Move(file.Project, own.Position);
                file.Writer.Move(Change.Everybody, everybody.Position);
                file.Writer.Forget(own.Position < everybody.Position ? own.Position : everybody.Position);
            });
        }
        file.Settle(settled with { Before = open });
    }

    private async Task ApplyAsync(
        CatalogFile file,
        IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var ids = entries.ToLookup(entry => entry.Change.Kind, entry => entry.Change.Id);
        ConcurrentDictionary<(ResourceKind, long), ListedJson> moved = [];
        var submissions = await ReadAsync(
            [
                .. ids[ChangeKind.Patch].Select(id => (ResourceKind.Patch, id)),
                .. ids[ChangeKind.Cover].Select(id => (ResourceKind.Cover, id)),
            ],
            (key, token) => SubmissionAsync(file.Project, key, moved, token),
            cancellationToken
        );
        var series = await ReadAsync(
            [.. ids[ChangeKind.Series]],
            (id, token) => SeriesAsync(file.Project, id, moved, token),
            cancellationToken
        );
        var others = await ReadAsync(
            [
                .. ids[ChangeKind.Project].Where(id => id == file.Project).Select(id => (EmbeddedKind.Project, id)),
                .. ids[ChangeKind.Person].Select(id => (EmbeddedKind.Person, id)),
                .. ids[ChangeKind.User].Select(id => (EmbeddedKind.User, id)),
            ],
            EmbeddedAsync,
            cancellationToken
        );
        var finished = await events.ReadAsync(file.Project, [.. ids[ChangeKind.Event]], cancellationToken);

        var found = submissions
            .Select(item => (Kind(item.Submission), item.Submission.Id))
            .Concat(series.Select(item => (ChangeKind.Series, item.Series.Id)))
            .ToHashSet();
        var writer = file.Writer;
        writer.Write(() =>
        {
            foreach (var kind in new[] { ResourceKind.Patch, ResourceKind.Cover, ResourceKind.Series })
            {
                foreach (var id in ids[Kind(kind)].Where(id => !found.Contains((Kind(kind), id))))
                    writer.Remove(kind, id, moved.GetValueOrDefault((kind, id)));
            }
            foreach (var ((kind, id), json) in others)
            {
                if (json is null)
                    writer.Remove(kind, id);
                else
                    writer.Put(kind, json);
            }
            foreach (var submission in submissions)
                writer.Put(submission);
            foreach (var item in series)
                writer.Put(item);
            foreach (var item in finished)
                writer.Put(item);
            foreach (var entry in entries)
                writer.Follow(entry);
        });
    }

    private static ChangeKind Kind(ResourceKind kind) => Change.Of(Change.Everybody, kind, 0).Kind;

    private static ChangeKind Kind(Submission submission) => submission is Patch ? ChangeKind.Patch : ChangeKind.Cover;

    private async Task<PreparedSubmission?> SubmissionAsync(
        long project,
        (ResourceKind Kind, long Id) key,
        ConcurrentDictionary<(ResourceKind, long), ListedJson> moved,
        CancellationToken cancellationToken
    )
    {
        if (await OwnAsync(project, key.Kind, key.Id, moved, cancellationToken) is not var (row, json))
            return null;
        var comments = row.Comments > 0 ? await replies.CommentsAsync(key.Kind, key.Id, cancellationToken) : [];
        var checks = row.Checks > 0 ? await replies.ChecksAsync(key.Id, cancellationToken) : [];
        return PreparedSubmission.Of(
            new ArchivedSubmission(key.Kind, key.Id, json, comments) { Checks = checks },
            logger
        );
    }

    private async Task<PreparedSeries?> SeriesAsync(
        long project,
        long id,
        ConcurrentDictionary<(ResourceKind, long), ListedJson> moved,
        CancellationToken cancellationToken
    ) =>
        await OwnAsync(project, ResourceKind.Series, id, moved, cancellationToken) is var (_, json)
            ? PreparedSeries.Of(json)
            : null;

    /// <summary>A resource of the project; null if it is gone, or moved to another project.</summary>
    private async Task<(ResourceRow Row, byte[] Json)?> OwnAsync(
        long project,
        ResourceKind kind,
        long id,
        ConcurrentDictionary<(ResourceKind, long), ListedJson> moved,
        CancellationToken cancellationToken
    )
    {
        var read = await resources.ReadAsync(kind, id, cancellationToken);
        if (read is null || read.Value.Row.Project == project)
            return read;
        moved[(kind, id)] = ListedJson.Of(read.Value.Json);
        return null;
    }

    /// <summary>A project, person or user; without JSON if it is gone.</summary>
    private async Task<Tuple<(EmbeddedKind Kind, long Id), byte[]?>?> EmbeddedAsync(
        (EmbeddedKind Kind, long Id) key,
        CancellationToken cancellationToken
    ) => Tuple.Create(key, await embedded.JsonAsync(key.Kind, key.Id, cancellationToken));

    /// <summary>Reads many, several in parallel; missing ones are omitted.</summary>
    private static async Task<IReadOnlyList<T>> ReadAsync<TKey, T>(
        IReadOnlyList<TKey> keys,
        Func<TKey, CancellationToken, Task<T?>> readAsync,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var found = new T?[keys.Count];
        await Parallel.ForAsync(
            0,
            keys.Count,
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
            async (index, token) => found[index] = await readAsync(keys[index], token)
        );
        return [.. found.OfType<T>()];
    }
}
