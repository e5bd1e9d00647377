using System.Diagnostics;

namespace Hookwork.Bench;

/// <summary>Selfhost in a separate process, which serves until disposed.</summary>
internal sealed class ServingSelfHost : IAsyncDisposable
{
    private const string Greeting = "Hookwork is at ";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly Task _output;

    private ServingSelfHost(Process process, DirectoryInfo folder, Uri url, Task output)
    {
        (_process, _folder, Url, _output) = (process, folder, url, output);
    }

    /// <summary>The root URL.</summary>
    public Uri Url { get; }

    /// <summary>The peak physical memory so far, in bytes (<c>VmHWM</c> on Linux).</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>The processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

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
        start.Environment["Hookwork__CatalogFolder"] = Path.Combine(folder.FullName, "catalogs");
        memory?.Prepare(start);
        var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.StartsWith(Greeting, StringComparison.Ordinal))
                {
                    var url = new Uri(line[Greeting.Length..].Split(' ', ';')[0].TrimEnd('.'));
                    return new ServingSelfHost(
                        process,
                        folder,
                        url,
                        Task.WhenAll(errors, process.StandardOutput.ReadToEndAsync(CancellationToken.None))
                    );
                }
            }
            throw new InvalidOperationException($"selfhost exited before it served: {await errors}");
        }
        catch
        {
            End(process);
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(_process);
        await _output;
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }
}
