using Hookwork.Bench.Search.Archive;

namespace Hookwork.Bench;

/// <summary>Selfhost in a separate process, which serves until disposed.</summary>
internal sealed class ServingSelfHost : IAsyncDisposable
{
    private const string Greeting = "Hookwork is at ";

    private readonly ServerProcess _server;
    private readonly DirectoryInfo _folder;

    private ServingSelfHost(ServerProcess server, DirectoryInfo folder) => (_server, _folder) = (server, folder);

    /// <summary>The root URL.</summary>
    public Uri Url => _server.Url;

    /// <summary>The peak physical memory so far, in bytes (<c>VmHWM</c> on Linux).</summary>
    public long PeakMemory => _server.Process.PeakWorkingSet64;

    /// <summary>The processor time so far.</summary>
    public TimeSpan ProcessorTime => _server.Process.TotalProcessorTime;

    /// <summary>Starts it and returns once it has printed its URL.</summary>
    /// <param name="storage">A connection string.</param>
    /// <param name="upstream">The root of a Patchwork server, which is polled once.</param>
    /// <param name="memory">Measures the process's memory; may be null.</param>
    public static async Task<ServingSelfHost> StartAsync(
        string storage,
        Uri upstream,
        CancellationToken cancellationToken,
        ServerMemory? memory = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-bench-");
        var start = SelfHostProcess.StartInfo(storage, upstream, folder.FullName, "--port", "0");
        start.Environment["PollSchedule"] = "0 0 0 1 1 *";
        start.Environment["Patchwork__Projects"] = Tracker.ProjectName;
        start.Environment["Hookwork__CatalogFolder"] = Path.Combine(folder.FullName, "catalogs");
        memory?.Prepare(start);
        try
        {
            return new ServingSelfHost(await ServerProcess.StartAsync(start, Greeting, cancellationToken), folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
