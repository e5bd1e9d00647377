using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog;

/// <summary>This process's catalogs: one file for each queried project, within a disk budget.</summary>
public sealed partial class Catalogs(
    CatalogLoader loader,
    Follower follower,
    CatalogSettings settings,
    TimeProvider time,
    ILogger<Catalogs> logger
) : IAsyncDisposable
{
    /// <summary>
    /// How long a query waits for a catalog to catch up before it is answered with data that are a few minutes old.
    /// </summary>
    public static readonly TimeSpan LongestCatchUp = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a query waits for a catalog to be loaded, or to catch up with more than minutes.</summary>
    public static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(15);

    private readonly Dictionary<long, OpenCatalog> _open = [];
    private readonly CancellationTokenSource _stopping = new();
    private CatalogFolder? _folder;

    /// <summary>A project's catalog for a query, at most a second old unless catching up takes too long.</summary>
    /// <exception cref="CatalogNotReadyException">It is still being loaded or built, or caught up after that.</exception>
    public Task<CatalogLease> UseAsync(long project, CancellationToken cancellationToken) =>
        UseAsync(project, mayBeOld: false, cancellationToken);

    /// <summary>A project's catalog for a query.</summary>
    /// <param name="mayBeOld">Whether to answer from an old file, too, if it is slow to catch up.</param>
    /// <exception cref="CatalogNotReadyException">It is still being loaded or built.</exception>
    public async Task<CatalogLease> UseAsync(long project, bool mayBeOld, CancellationToken cancellationToken)
    {
        try
        {
            // Retries if the catalog was evicted in the meantime.
            while (true)
            {
                var catalog = Find(project);
                if (await catalog.UseAsync(LongestLoad, cancellationToken) is not { } loaded)
                    continue;
                using (loaded)
                    await CatchUpAsync(catalog, loaded.File, mayBeOld, cancellationToken);
                // Catching up may have replaced the file.
                if (await catalog.UseAsync(LongestLoad, cancellationToken) is { } lease)
                    return lease;
            }
        }
        catch (TimeoutException)
        {
            throw new CatalogNotReadyException(project);
        }
    }

    /// <summary>
    /// The catalogs of several projects, in the given order. They are opened in parallel, so that a slow one does not
    /// delay the others.
    /// </summary>
    /// <exception cref="CatalogNotReadyException">One is still being loaded or built, or caught up after
    /// that.</exception>
    public Task<CatalogLeases> UseAllAsync(IEnumerable<long> projects, CancellationToken cancellationToken) =>
        UseAllAsync(projects, mayBeOld: false, cancellationToken);

    /// <inheritdoc cref="UseAllAsync(IEnumerable{long}, CancellationToken)"/>
    /// <param name="mayBeOld">Whether to answer from old files, too, if they are slow to catch up.</param>
    /// <exception cref="CatalogNotReadyException">One is still being loaded or built.</exception>
    public async Task<CatalogLeases> UseAllAsync(
        IEnumerable<long> projects,
        bool mayBeOld,
        CancellationToken cancellationToken
    )
    {
        var leases = projects.Select(project => UseAsync(project, mayBeOld, cancellationToken)).ToList();
        var all = Task.WhenAll(leases);
        await ((Task)all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!all.IsCompletedSuccessfully)
        {
            foreach (var lease in leases.Where(lease => lease.IsCompletedSuccessfully))
                lease.Result.Dispose();
        }
        return new CatalogLeases(await all);
    }

    /// <summary>A project's catalog with everything archived before this call, however long that takes.</summary>
    public async Task<CatalogLease> UseNewestAsync(long project, CancellationToken cancellationToken)
    {
        while (true)
        {
            var catalog = Find(project);
            await RenewAsync(catalog, cancellationToken);
            if (await catalog.UseAsync(Timeout.InfiniteTimeSpan, cancellationToken) is { } lease)
                return lease;
        }
    }

    /// <summary>A project's catalog with everything archived before this call.</summary>
    /// <exception cref="CatalogNotReadyException">It is not ready within a time.</exception>
    public async Task<CatalogLease> UseNewestAsync(long project, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(longest, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await UseNewestAsync(project, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CatalogNotReadyException(project);
        }
    }

    /// <summary>
    /// Catches up a project's catalog with everything archived before this call, if this process has it open.
    /// </summary>
    public async Task RenewAsync(long project, CancellationToken cancellationToken)
    {
        OpenCatalog? catalog;
        lock (_open)
        {
            if (!_open.TryGetValue(project, out catalog))
                return;
        }
        await RenewAsync(catalog, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        List<OpenCatalog> open;
        lock (_open)
        {
            open = [.. _open.Values];
            _open.Clear();
        }
        foreach (var catalog in open)
            await catalog.EndAsync();
        _folder?.Dispose();
        _stopping.Dispose();
    }

    private static async Task RenewAsync(OpenCatalog catalog, CancellationToken cancellationToken)
    {
        // A running catch-up began before this call; the next one begins after it.
        await catalog
            .CatchUpAsync(always: false)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await catalog.CatchUpAsync(always: true).WaitAsync(cancellationToken);
    }

    private async Task CatchUpAsync(
        OpenCatalog catalog,
        CatalogFile file,
        bool mayBeOld,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var longest = mayBeOld || catalog.IsRecent ? LongestCatchUp : LongestLoad;
            await catalog.CatchUpAsync(always: false).WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // After a start, or after hours without a query, the file may be hours old. Lists from it would go back in
            // time.
            if (!mayBeOld && !catalog.IsRecent)
                throw;
            Log.Late(logger, file.Project, file.Position(file.Project));
        }
        // Queries are answered with older data until the next attempt, a second later.
        catch (Exception exception)
            when (exception is Azure.RequestFailedException or AggregateException or CatalogNotReadyException)
        {
            Log.Behind(logger, file.Project, file.Position(file.Project), exception.Message);
        }
        // A change that cannot be applied must not make search and lists unavailable.
        catch (Exception exception) when (exception is not (OperationCanceledException or ObjectDisposedException))
        {
            Log.Stuck(logger, file.Project, file.Position(file.Project), exception);
        }
    }

    private OpenCatalog Find(long project)
    {
        lock (_open)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            if (!_open.TryGetValue(project, out var found))
            {
                _folder ??= CatalogFolder.Take(settings.Folder);
                _open.Add(
                    project,
                    found = new OpenCatalog(project, _folder, loader, follower, MakeRoom, time, logger, _stopping.Token)
                );
            }
            return found;
        }
    }

    /// <summary>
    /// Evicts the least recently used catalogs until the rest fits the budget. Keeps the one that needs the room, and
    /// those still loading. Before a file is loaded, it also keeps those in use. They free no disk yet, and queries
    /// would load them again.
    /// </summary>
    /// <param name="coming">The size in bytes of a file that is still to come.</param>
    private void MakeRoom(OpenCatalog needing, long coming)
    {
        lock (_open)
        {
            var left = coming + _open.Values.Sum(catalog => catalog.Size);
            foreach (var (project, catalog) in _open.OrderBy(catalog => catalog.Value.UsedAt).ToList())
            {
                var size = catalog.Size;
                if (left <= settings.DiskBudget)
                    break;
                if (catalog == needing || size == 0 || (coming > 0 && catalog.IsLeased))
                    continue;
                Log.Evicted(logger, project, size);
                left -= size;
                _open.Remove(project);
                catalog.Close();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The catalog of project {Project} is slow to catch up: a query is answered as of {Position}"
        )]
        public static partial void Late(ILogger logger, long project, DateTimeOffset? position);

        [LoggerMessage(
            LogLevel.Warning,
            "The catalog of project {Project} cannot catch up: a query is answered as of {Position} ({Reason})"
        )]
        public static partial void Behind(ILogger logger, long project, DateTimeOffset? position, string reason);

        [LoggerMessage(
            LogLevel.Error,
            "The catalog of project {Project} cannot apply what was archived: queries are answered as of {Position}"
        )]
        public static partial void Stuck(ILogger logger, long project, DateTimeOffset? position, Exception exception);

        [LoggerMessage(LogLevel.Information, "The catalog of project {Project}, {Bytes} bytes, is evicted")]
        public static partial void Evicted(ILogger logger, long project, long bytes);
    }
}
