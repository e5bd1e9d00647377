using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Processes;

/// <summary>
/// One process for each Flex Consumption scale group, so that groups share no memory. A process that exits is
/// restarted; all exit with this one.
/// </summary>
internal sealed partial class FunctionProcesses(
    IReadOnlyList<string> arguments,
    IReadOnlyDictionary<string, string?> settings,
    ILogger log
) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    /// <summary>Starts a process for each group.</summary>
    public void Start(IEnumerable<string> groups) =>
        _running.AddRange(groups.Select(group => Task.Run(() => KeepAsync(group))));

    /// <summary>Asks all processes to stop and waits until they have exited.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    private async Task KeepAsync(string group)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await RunAsync(group);
            }
            // Memory may be short, which may also have ended the process before.
            catch (Win32Exception exception)
            {
                Log.NotStarted(log, group, exception.Message);
            }
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(string group)
    {
        using var process = Process.Start(StartInfo(group))!;
        Log.Started(log, group, process.Id);
        using (_stop.Token.Register(() => AskToStop(process)))
            await process.WaitForExitAsync();
        if (!_stop.IsCancellationRequested)
            Log.Ended(log, group, process.ExitCode);
    }

    private ProcessStartInfo StartInfo(string group)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in arguments.Concat(["--only", group, "--child"]))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    private static void AskToStop(Process process)
    {
        try
        {
            process.StandardInput.WriteLine(ParentLink.Stop);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has already exited.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Group} runs in process {Id}.")]
        public static partial void Started(ILogger logger, string group, int id);

        [LoggerMessage(LogLevel.Error, "The process of {Group} cannot be started, and is tried again: {Reason}")]
        public static partial void NotStarted(ILogger logger, string group, string reason);

        [LoggerMessage(LogLevel.Warning, "The process of {Group} exited with code {ExitCode}: it is restarted.")]
        public static partial void Ended(ILogger logger, string group, int exitCode);
    }
}
