using Hookwork.Archive.Changes;
using Hookwork.Archive.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog.Files;

/// <summary>Writes snapshots of the catalogs with enough changes, and prunes the journal.</summary>
public sealed partial class Snapshots(
    Catalogs catalogs,
    SnapshotStore store,
    Journal journal,
    EmbeddedStore embedded,
    TimeProvider time,
    ILogger<Snapshots> logger
)
{
    /// <summary>
    /// The least number of changes that warrant a snapshot. Fewer wait until the newest is a day old; none, until it is
    /// almost too old to start from.
    /// </summary>
    public const int Enough = 500;

    /// <summary>A snapshot is written whole: for each change, so many bytes at most.</summary>
    private const long BytesAChange = 1_000_000;

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    /// <summary>The number of changes that warrant another snapshot after one of a size in bytes.</summary>
    internal static int EnoughFor(long bytes) => (int)Math.Max(Enough, bytes / BytesAChange);

    /// <summary>Processes each project.</summary>
    /// <exception cref="AggregateException">Some projects failed; the others are done.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var needed = time.GetUtcNow() - Journal.Kept;
        DateTimeOffset? neededByAll = needed;
        List<Exception> failures = [];
        List<(long Project, Snapshot? Newest)> projects = [];
        await foreach (var (project, _) in embedded.AllAsync(EmbeddedKind.Project, cancellationToken))
            projects.Add(
                (project, await store.ListAsync(project, cancellationToken) is [var first, ..] ? first : null)
            );
        // The runtime stops a function after half an hour, and a build that takes too long must not block the others in
        // each run. So the oldest snapshots come first, and catalogs that have to be built come last, in any order.
        var built = time.GetUtcNow() - CatalogLoader.Oldest;
        foreach (
            var (project, newest) in projects
                .OrderBy(one =>
                    one.Newest is { } known && known.Position > built ? known.Position : DateTimeOffset.MaxValue
                )
                .ThenBy(_ => Random.Shared.Next())
        )
        {
            DateTimeOffset? covered = null;
            try
            {
                await SnapshotAsync(project, newest, cancellationToken);
                covered = await PruneAsync(project, needed, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Add(exception);
            }
            if (covered is null || covered < neededByAll)
                neededByAll = covered;
        }
        if (neededByAll is { } before)
            await DropAsync(Change.Everybody, before, cancellationToken);
        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private async Task SnapshotAsync(long project, Snapshot? newest, CancellationToken cancellationToken)
    {
        if (newest is not null)
        {
            var enough = EnoughFor(newest.Size);
            var changes = await journal.CountAsync(project, newest.Position, enough, cancellationToken);
            if (
                changes < enough
                && time.GetUtcNow() - newest.Position < (changes == 0 ? OpenCatalog.TooFarBehind : Daily)
            )
                return;
        }

        using var lease = await catalogs.UseNewestAsync(project, cancellationToken);
        var (file, started) = (lease.File, time.GetTimestamp());
        var copy = $"{file.Path}.snapshot-{Guid.NewGuid():N}";
        try
        {
            var position = file.CopyTo(copy);
            if (position <= newest?.Position)
                return;
            await store.StoreAsync(project, position, copy, cancellationToken);
            Log.Stored(logger, project, position, new FileInfo(copy).Length, time.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            CatalogFolder.Remove(copy);
        }
    }

    /// <summary>Deletes old snapshots and the part of the journal that the kept ones cover.</summary>
    /// <returns>How far the kept snapshots cover the journal, at most <paramref name="needed"/>; null if they do
    /// not.</returns>
    private async Task<DateTimeOffset?> PruneAsync(
        long project,
        DateTimeOffset needed,
        CancellationToken cancellationToken
    )
    {
        var kept = await store.PruneAsync(project, needed, cancellationToken);
        if (kept.Count < SnapshotStore.Kept)
            return null;
        var covered = kept[^1].Position < needed ? kept[^1].Position : needed;
        await DropAsync(project, covered, cancellationToken);
        return covered;
    }

    private async Task DropAsync(long project, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var pruned = await journal.PruneAsync(project, before, cancellationToken);
        if (pruned > 0)
            Log.Pruned(logger, pruned, project, before);
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information,
            "A snapshot of project {Project} as of {Position} is stored: {Bytes} bytes, {Seconds:0.0} s"
        )]
        public static partial void Stored(
            ILogger logger,
            long project,
            DateTimeOffset position,
            long bytes,
            double seconds
        );

        [LoggerMessage(
            LogLevel.Information,
            "{Count} changes of project {Project} before {Before} are deleted from the journal"
        )]
        public static partial void Pruned(ILogger logger, int count, long project, DateTimeOffset before);
    }
}
