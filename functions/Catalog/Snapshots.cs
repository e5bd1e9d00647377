using Hookwork.Archive;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog;

/// <summary>Writes snapshots of the catalogs that changed enough, and deletes the journal that no follower needs any more.</summary>
public sealed partial class Snapshots(
    Catalogs catalogs, SnapshotStore store, Journal journal, EmbeddedStore embedded, TimeProvider time, ILogger<Snapshots> logger)
{
    /// <summary>So many changes are worth a snapshot; fewer wait until the newest is a day old.</summary>
    public const int Enough = 500;

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    /// <summary>Looks at each project.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var needed = time.GetUtcNow() - Journal.Kept;
        DateTimeOffset? neededByAll = needed;
        await foreach (var (project, _) in embedded.AllAsync(EmbeddedKind.Project, cancellationToken))
        {
            await SnapshotAsync(project, cancellationToken);
            await store.PruneAsync(project, needed, cancellationToken);
            var kept = await store.ListAsync(project, cancellationToken);
            if (kept.Count < SnapshotStore.Kept)
            {
                // Nothing covers the journal yet, that of people neither.
                neededByAll = null;
                continue;
            }
            var covered = kept[^1].Position < needed ? kept[^1].Position : needed;
            neededByAll = covered < neededByAll ? covered : neededByAll;
            await PruneAsync(project, covered, cancellationToken);
        }
        if (neededByAll is { } before)
            await PruneAsync(Change.Everybody, before, cancellationToken);
    }

    private async Task SnapshotAsync(long project, CancellationToken cancellationToken)
    {
        var newest = await store.ListAsync(project, cancellationToken) is [var first, ..] ? first : null;
        var since = newest?.Position ?? DateTimeOffset.UnixEpoch + Journal.Skew;
        var changes = await journal.CountAsync(project, since, Enough, cancellationToken);
        if (changes == 0 || (changes < Enough && newest is not null && time.GetUtcNow() - newest.Position < Daily))
            return;

        using var lease = await catalogs.UseNewestAsync(project, cancellationToken);
        var (file, started) = (lease.File, time.GetTimestamp());
        var copy = $"{file.Path}.snapshot-{Guid.NewGuid():N}";
        try
        {
            var position = file.CopyTo(copy);
            await store.StoreAsync(project, position, copy, cancellationToken);
            Log.Stored(logger, project, position, new FileInfo(copy).Length, time.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private async Task PruneAsync(long project, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var pruned = await journal.PruneAsync(project, before, cancellationToken);
        if (pruned > 0)
            Log.Pruned(logger, pruned, project, before);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "A snapshot of project {Project} as of {Position} is stored: {Bytes} bytes, {Seconds:0.0} s")]
        public static partial void Stored(ILogger logger, long project, DateTimeOffset position, long bytes, double seconds);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} changes of project {Project} before {Before} are dropped from the journal")]
        public static partial void Pruned(ILogger logger, int count, long project, DateTimeOffset before);
    }
}
