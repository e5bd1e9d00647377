using Hookwork.Catalog.Following;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog.Files;

/// <summary>A project's catalog in this process: loaded once, caught up with the journal when it is used.</summary>
/// <param name="loaded">Called with each file that is loaded.</param>
internal sealed partial class OpenCatalog(
    long project,
    CatalogFolder folder,
    CatalogLoader loader,
    Follower follower,
    Action<OpenCatalog> loaded,
    TimeProvider time,
    ILogger logger,
    CancellationToken stopping
)
{
    /// <summary>A catalog is caught up with the journal at most this often.</summary>
    public static readonly TimeSpan CatchUpEvery = TimeSpan.FromSeconds(1);

    /// <summary>A file that is further behind is replaced by the newest snapshot.</summary>
    public static readonly TimeSpan TooFarBehind = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private Task _loading = Task.CompletedTask;
    private Task _catchingUp = Task.CompletedTask;
    private CatalogFile? _file;
    private bool _closed;
    private long? _triedAt;

    /// <summary>When it was last used, as a timestamp of the clock.</summary>
    public long UsedAt { get; private set; } = time.GetTimestamp();

    /// <summary>What it takes on the disk; nothing while it is being loaded.</summary>
    public long Size => _file?.Size ?? 0;

    /// <summary>
    /// The file, as far as it was last caught up; null once the catalog is closed. A load that failed is tried again by
    /// the next caller.
    /// </summary>
    /// <param name="longest">How long to wait for a file that is being loaded.</param>
    /// <exception cref="TimeoutException">That was not enough.</exception>
    public async Task<CatalogLease?> UseAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        UsedAt = time.GetTimestamp();
        while (true)
        {
            Task loading;
            lock (_gate)
            {
                if (_closed)
                    return null;
                // Not so if it was replaced in this moment.
                if (_file?.TryUse() is { } lease)
                    return lease;
                loading = StartLoading();
            }
            await loading.WaitAsync(longest, time, cancellationToken);
        }
    }

    /// <summary>
    /// Catches up with the journal, unless that was tried within the last second; joins whoever is at it.
    /// </summary>
    /// <param name="always">Whether to do so however lately it was done.</param>
    public Task CatchUpAsync(bool always)
    {
        lock (_gate)
        {
            if (
                _catchingUp.IsCompleted
                && (always || _triedAt is not { } tried || time.GetElapsedTime(tried) >= CatchUpEvery)
            )
            {
                _triedAt = time.GetTimestamp();
                _catchingUp = Task.Run(RunAsync, stopping);
            }
            return _catchingUp;
        }
    }

    /// <summary>Gives the file up; it goes once its last user is done.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
        _file?.Retire();
    }

    /// <summary>
    /// Closes it and waits until nothing of it runs any more. What fails then fails whoever waits for it.
    /// </summary>
    public async Task EndAsync()
    {
        Close();
        await _catchingUp.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        if (await TryCatchUpAsync(TooFarBehind))
            return;
        // Those who search meanwhile are answered from the old file.
        Task loading;
        lock (_gate)
            loading = StartLoading();
        await loading;
        await TryCatchUpAsync(TimeSpan.MaxValue);
    }

    /// <summary>Catches up unless the file is too far behind.</summary>
    private async Task<bool> TryCatchUpAsync(TimeSpan furthest)
    {
        if (await UseAsync(Timeout.InfiniteTimeSpan, stopping) is not { } lease)
            return true;
        using (lease)
        {
            var position = lease.File.Position(project);
            if (time.GetUtcNow() - position > furthest)
            {
                Log.Replacing(logger, project, position);
                return false;
            }
            await follower.CatchUpAsync(lease.File, stopping);
            return true;
        }
    }

    private Task StartLoading() => _loading.IsCompleted ? _loading = Task.Run(LoadAsync, stopping) : _loading;

    private async Task LoadAsync()
    {
        var file = await loader.LoadAsync(project, folder, stopping);
        CatalogFile? surplus;
        lock (_gate)
        {
            surplus = _closed ? file : _file;
            _file = _closed ? _file : file;
        }
        surplus?.Retire();
        loaded(this);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "The catalog of project {Project} stands at {Position}: it is loaded anew"
        )]
        public static partial void Replacing(ILogger logger, long project, DateTimeOffset? position);
    }
}
