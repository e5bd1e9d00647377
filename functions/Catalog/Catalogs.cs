using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog;

/// <summary>The catalogs of this process, a file for each project that somebody asks for, within a budget of disk.</summary>
public sealed partial class Catalogs(CatalogLoader loader, Follower follower, CatalogSettings settings, TimeProvider time, ILogger<Catalogs> logger) : IAsyncDisposable
{
    /// <summary>How long a query waits for a catalog to catch up before it is answered from what is there.</summary>
    public static readonly TimeSpan LongestCatchUp = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a query waits for a catalog that is not there yet.</summary>
    public static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(15);

    private readonly Dictionary<long, OpenCatalog> _open = [];
    private readonly CancellationTokenSource _stopping = new();
    private CatalogFolder? _folder;

    /// <summary>A project's catalog for a query: it shows what was archived a second ago, unless catching up takes too long.</summary>
    /// <exception cref="CatalogNotReadyException">It is still being loaded or built.</exception>
    public async Task<CatalogLease> UseAsync(long project, CancellationToken cancellationToken)
    {
        var catalog = await FindAsync(project);
        var lease = await LoadedAsync(catalog, project, cancellationToken);
        try
        {
            await catalog.CatchUpAsync(always: false).WaitAsync(LongestCatchUp, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.Late(logger, project, lease.File.Position(project));
        }
        // What is there still answers, only not with the newest; the next second tries again.
        catch (Exception exception) when (exception is Azure.RequestFailedException or AggregateException)
        {
            Log.Behind(logger, project, lease.File.Position(project), exception.Message);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
        return lease;
    }

    /// <summary>A project's catalog with everything that was archived before this call, however long that takes.</summary>
    public async Task<CatalogLease> UseNewestAsync(long project, CancellationToken cancellationToken)
    {
        var catalog = await FindAsync(project);
        await catalog.CatchUpAsync(always: false).WaitAsync(cancellationToken);
        await catalog.CatchUpAsync(always: true).WaitAsync(cancellationToken);
        return await catalog.UseAsync(cancellationToken);
    }

    /// <inheritdoc/>
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
            await catalog.CloseAsync();
        _folder?.Dispose();
        _stopping.Dispose();
    }

    private async Task<CatalogLease> LoadedAsync(OpenCatalog catalog, long project, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.UseAsync(cancellationToken).WaitAsync(LongestLoad, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new CatalogNotReadyException($"project {project}");
        }
    }

    private async Task<OpenCatalog> FindAsync(long project)
    {
        List<OpenCatalog> surplus;
        OpenCatalog? found;
        lock (_open)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            if (_open.TryGetValue(project, out found))
                return found;
            _folder ??= CatalogFolder.Take(settings.Folder);
            surplus = TakeSurplus();
            _open.Add(project, found = new OpenCatalog(project, _folder, loader, follower, time, logger, _stopping.Token));
        }
        foreach (var catalog in surplus)
            await catalog.CloseAsync();
        return found;
    }

    /// <summary>The least used, until the rest fit the budget. The one that is opened comes on top.</summary>
    private List<OpenCatalog> TakeSurplus()
    {
        var left = _open.Sum(catalog => catalog.Value.Size);
        List<OpenCatalog> surplus = [];
        foreach (var (project, catalog) in _open.OrderBy(catalog => catalog.Value.UsedAt).ToList())
        {
            if (left <= settings.DiskBudget)
                break;
            Log.Evicted(logger, project, catalog.Size);
            left -= catalog.Size;
            surplus.Add(catalog);
            _open.Remove(project);
        }
        return surplus;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog of project {Project} is slow to catch up: a query is answered as of {Position}")]
        public static partial void Late(ILogger logger, long project, DateTimeOffset? position);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog of project {Project} cannot catch up: a query is answered as of {Position} ({Reason})")]
        public static partial void Behind(ILogger logger, long project, DateTimeOffset? position, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The catalog of project {Project}, {Bytes} bytes, makes room for others")]
        public static partial void Evicted(ILogger logger, long project, long bytes);
    }
}
