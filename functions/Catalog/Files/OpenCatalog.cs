using Hookwork.Catalog.Following;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog.Files;

/// <summary>A project's catalog in this process, loaded once and caught up with the journal on use.</summary>
/// <param name="makeRoom">
/// Called with the size of a snapshot in bytes before it is downloaded, and with 0 once a file is loaded.
/// </param>
internal sealed partial class OpenCatalog(
    long project,
    CatalogFolder folder,
    CatalogLoader loader,
    Follower follower,
    Action<OpenCatalog, long> makeRoom,
    TimeProvider time,
    ILogger logger,
    CancellationToken stopping
)
{
    /// <summary>The minimum interval between catch-ups with the journal.</summary>
    public static readonly TimeSpan CatchUpEvery = TimeSpan.FromSeconds(1);

    /// <summary>A file further behind than this is replaced by the newest snapshot.</summary>
    public static readonly TimeSpan TooFarBehind = TimeSpan.FromDays(7);

    /// <summary>
    /// The shortest pause after a failed load. A pause is as long as the load took, since that may have read the whole
    /// archive.
    /// </summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private Task _loading = Task.CompletedTask;
    private Task _catchingUp = Task.CompletedTask;
    private CatalogFile? _file;
    private bool _closed;
    private long? _triedAt;
    private bool _isRecent;
    private long _failedAt;
    private TimeSpan _pause;

    /// <summary>When it was last used, as a <see cref="TimeProvider"/> timestamp.</summary>
    public long UsedAt { get; private set; } = time.GetTimestamp();

    /// <summary>Its size on disk in bytes; 0 while it is being loaded.</summary>
    public long Size => _file?.Size ?? 0;

    /// <summary>
    /// Whether the file was caught up, and queries have used it since. A snapshot may be hours old, and so may a file
    /// that no query used for a while. If storage fails, a file in use stays the newest that there is.
    /// </summary>
    public bool IsRecent
    {
        get
        {
            lock (_gate)
                return _isRecent && (!_catchingUp.IsCompleted || IsInUse);
        }
    }

    /// <summary>Whether somebody holds a lease, so that it would not free its disk yet.</summary>
    public bool IsLeased => _file?.IsLeased == true;

    /// <summary>
    /// The file, as last caught up; null once the catalog is closed. After a failed load every caller fails until the
    /// pause is over. Then the next caller tries again.
    /// </summary>
    /// <param name="longest">How long to wait for a file that is being loaded.</param>
    /// <exception cref="TimeoutException">The file was not loaded in time.</exception>
    /// <exception cref="CatalogNotReadyException">The load failed.</exception>
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
                // A cleaner of temporary files deletes what nobody used for days; no further reader could open it.
                // TryUse fails if the file was just replaced.
                if (_file is { } file && File.Exists(file.Path) && file.TryUse() is { } lease)
                    return lease;
                loading = StartLoading();
            }
            await loading.WaitAsync(longest, time, cancellationToken);
        }
    }

    /// <summary>
    /// Catches up with the journal, unless that was tried within the last second. Joins a running catch-up.
    /// </summary>
    /// <param name="always">Whether to ignore that limit.</param>
    public Task CatchUpAsync(bool always)
    {
        lock (_gate)
        {
            if (
                _catchingUp.IsCompleted
                && (always || _triedAt is not { } tried || time.GetElapsedTime(tried) >= CatchUpEvery)
            )
            {
                _isRecent &= IsInUse;
                _triedAt = time.GetTimestamp();
                _catchingUp = Task.Run(RunAsync, stopping);
            }
            return _catchingUp;
        }
    }

    /// <summary>Closes the catalog; the file is deleted once its last lease ends.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
        _file?.Retire();
    }

    /// <summary>Closes it and waits for its running tasks. Their failures go to those awaiting them.</summary>
    public async Task EndAsync()
    {
        Close();
        await _catchingUp.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool IsInUse => _triedAt is { } tried && time.GetElapsedTime(tried) < Recent;

    private async Task RunAsync()
    {
        if (await TryCatchUpAsync(TooFarBehind))
            return;
        // Concurrent queries use the old file.
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
            var begun = time.GetTimestamp();
            await follower.CatchUpAsync(lease.File, stopping);
            lock (_gate)
            {
                if (lease.File == _file)
                    (_isRecent, _triedAt) = (true, _triedAt ?? begun);
            }
            return true;
        }
    }

    private Task StartLoading() =>
        !_loading.IsCompleted || (!_loading.IsCompletedSuccessfully && time.GetElapsedTime(_failedAt) < _pause)
            ? _loading
            : _loading = Task.Run(LoadAsync, stopping);

    private async Task LoadAsync()
    {
        var started = time.GetTimestamp();
        CatalogFile file;
        try
        {
            file = await loader.LoadAsync(project, folder, size => makeRoom(this, size), stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            var took = time.GetElapsedTime(started);
            var pause = TimeSpan.FromTicks(Math.Clamp(took.Ticks, ShortestPause.Ticks, LongestPause.Ticks));
            lock (_gate)
                (_failedAt, _pause) = (time.GetTimestamp(), pause);
            // By then, nobody may be waiting for it any more.
            Log.Failed(logger, project, pause.TotalSeconds, exception);
            throw new CatalogNotReadyException(project, exception);
        }
        CatalogFile? surplus;
        lock (_gate)
        {
            surplus = _closed ? file : _file;
            _file = _closed ? _file : file;
            (_isRecent, _triedAt) = (false, null);
        }
        surplus?.Retire();
        makeRoom(this, 0);
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information,
            "The catalog of project {Project} is too old, as of {Position}: it is reloaded"
        )]
        public static partial void Replacing(ILogger logger, long project, DateTimeOffset? position);

        [LoggerMessage(
            LogLevel.Error,
            "The catalog of project {Project} cannot be loaded; it is tried again after {Seconds:0} s"
        )]
        public static partial void Failed(ILogger logger, long project, double seconds, Exception exception);
    }
}
