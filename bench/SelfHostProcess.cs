using System.ComponentModel;
using System.Diagnostics;
using Hookwork.Bench.Start;

namespace Hookwork.Bench;

/// <summary>
/// Selfhost in a separate process, so that its memory is measured alone and it runs with its own project's runtime
/// settings, such as those of the garbage collector.
/// </summary>
internal static class SelfHostProcess
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it until it is idle.</summary>
    /// <param name="storage">A connection string.</param>
    /// <param name="upstream">The root of a Patchwork server, which is followed from its first event.</param>
    /// <param name="projects">The link names of those to follow; null for all.</param>
    /// <param name="published">Selfhost as <c>dotnet publish</c> writes it; null for the one built with the bench.</param>
    /// <returns>The printed counts as JSON, the peak memory in bytes, and the processor time.</returns>
    /// <exception cref="InvalidOperationException">The process failed; the message has its error output.</exception>
    public static async Task<(string Counts, long PeakMemory, TimeSpan Cpu)> RunToIdleAsync(
        string storage,
        Uri upstream,
        CancellationToken cancellationToken,
        string? projects = null,
        PublishedApp? published = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-bench-");
        try
        {
            var start = StartInfo(storage, upstream, folder.FullName, "--port", "0", "--exit-when-idle");
            if (published is not null)
                start.FileName = published.Program;
            if (projects is not null)
                start.Environment["Patchwork__Projects"] = projects;
            using var process = Process.Start(start)!;
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
                var errors = process.StandardError.ReadToEndAsync(cancellationToken);
                var (peak, cpu) = await WatchAsync(process, cancellationToken);
                if (process.ExitCode != 0)
                    throw new InvalidOperationException(
                        $"selfhost exited with code {process.ExitCode}: {await errors}"
                    );
                return ((await output).TrimEnd().Split('\n')[^1], peak, cpu);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The start information, with these settings only.</summary>
    public static ProcessStartInfo StartInfo(string storage, Uri upstream, string folder, params string[] arguments)
    {
        var built = new PublishedApp(AppContext.BaseDirectory, "Hookwork.SelfHost");
        var start = new ProcessStartInfo(built.Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        RemoveSettings(start);
        start.Environment["AzureWebJobsStorage"] = storage;
        start.Environment["Patchwork__Url"] = upstream.ToString();
        start.Environment["Patchwork__Since"] = "beginning";
        return start;
    }

    /// <summary>Removes the settings of the caller's environment, which must not change the measurement.</summary>
    public static void RemoveSettings(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(name);
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("Patchwork", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Hookwork", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("AzureWebJobs", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("AzureFunctionsJobHost", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Schedule", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Waits for the exit. The peak memory (VmHWM on Linux) is gone once the process exits, so it is sampled.
    /// </summary>
    private static async Task<(long PeakMemory, TimeSpan Cpu)> WatchAsync(
        Process process,
        CancellationToken cancellationToken
    )
    {
        var (peak, cpu) = (0L, TimeSpan.Zero);
        var ended = process.WaitForExitAsync(cancellationToken);
        do
        {
            try
            {
                process.Refresh();
                (peak, cpu) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
            {
                // It exited while it was sampled.
            }
        } while (await Task.WhenAny(ended, Task.Delay(BetweenLooks, cancellationToken)) != ended);
        await ended;
        return (peak, cpu);
    }
}
