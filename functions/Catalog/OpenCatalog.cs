using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog;

/// <summary>A project's catalog in this process: loaded once, caught up with the journal when it is used.</summary>
internal sealed partial class OpenCatalog(
    long project, CatalogFolder folder, CatalogLoader loader, Follower follower, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    /// <summary>A catalog is caught up with the journal at most this often.</summary>
    public static readonly TimeSpan CatchUpEvery = TimeSpan.FromSeconds(1);

    /// <summary>A file that is further behind is replaced by the newest snapshot.</summary>
    public static readonly TimeSpan TooFarBehind = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private Task<CatalogFile>? _loading;
    private Task _catchingUp = Task.CompletedTask;
    private long? _triedAt;

    /// <summary>When it was last used, as a timestamp of the clock.</summary>
    public long UsedAt { get; private set; } = time.GetTimestamp();

    /// <summary>What it takes on the disk.</summary>
    public long Size => _loading is { IsCompletedSuccessfully: true } loaded ? loaded.Result.Size : 0;

    /// <summary>The file, as far as it was last caught up. A load that failed is tried again by the next caller.</summary>
    public async Task<CatalogLease> UseAsync(CancellationToken cancellationToken)
    {
        UsedAt = time.GetTimestamp();
        while (true)
        {
            var file = await LoadAsync().WaitAsync(cancellationToken);
            if (file.TryUse() is { } lease)
                return lease;
        }
    }

    /// <summary>Catches up with the journal, unless that was tried within the last second; joins whoever is at it.</summary>
    /// <param name="always">Whether to do so however lately it was done.</param>
    public Task CatchUpAsync(bool always)
    {
        lock (_gate)
        {
            if (_catchingUp.IsCompleted && (always || _triedAt is not { } tried || time.GetElapsedTime(tried) >= CatchUpEvery))
            {
                _triedAt = time.GetTimestamp();
                _catchingUp = Task.Run(RunAsync, stopping);
            }
            return _catchingUp;
        }
    }

    /// <summary>Gives the file up; it goes once its last user is done.</summary>
    public async Task CloseAsync()
    {
        try
        {
            await _catchingUp;
            (await LoadAsync()).Retire();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.Unfinished(logger, project, exception.Message);
        }
    }

    private Task<CatalogFile> LoadAsync()
    {
        lock (_gate)
        {
            if (_loading is null or { IsFaulted: true } or { IsCanceled: true })
                _loading = Task.Run(() => loader.LoadAsync(project, folder, stopping), stopping);
            return _loading;
        }
    }

    private async Task RunAsync()
    {
        using (var lease = await UseAsync(stopping))
        {
            if (time.GetUtcNow() - lease.File.Position(project) <= TooFarBehind)
            {
                await follower.CatchUpAsync(lease.File, stopping);
                return;
            }
            Log.Replacing(logger, project, lease.File.Position(project));
            var loaded = loader.LoadAsync(project, folder, stopping);
            await loaded;
            lock (_gate)
                _loading = loaded;
            lease.File.Retire();
        }
        using var replaced = await UseAsync(stopping);
        await follower.CatchUpAsync(replaced.File, stopping);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The catalog of project {Project} stands at {Position}: it is loaded anew")]
        public static partial void Replacing(ILogger logger, long project, DateTimeOffset? position);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog of project {Project} was given up unfinished: {Reason}")]
        public static partial void Unfinished(ILogger logger, long project, string reason);
    }
}
