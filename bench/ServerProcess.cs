using System.Diagnostics;
using Hookwork.Bench.Start;

namespace Hookwork.Bench;

/// <summary>A server in a process of its own, which serves until disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _output;

    private ServerProcess(Process process, Uri url, Task output) => (_process, Url, _output) = (process, url, output);

    /// <summary>The root URL.</summary>
    public Uri Url { get; }

    /// <summary>The process, with its newest figures.</summary>
    public Process Process
    {
        get
        {
            _process.Refresh();
            return _process;
        }
    }

    /// <summary>This program with an argument, and with the runtime settings of selfhost's project.</summary>
    public static ProcessStartInfo OwnProgram(string argument)
    {
        var own = new PublishedApp(AppContext.BaseDirectory, "Hookwork.Bench");
        var start = new ProcessStartInfo(own.Program, argument)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>Starts it and returns once it has printed its URL.</summary>
    /// <param name="start">With both outputs redirected.</param>
    /// <param name="greeting">What precedes the URL in its line.</param>
    public static async Task<ServerProcess> StartAsync(
        ProcessStartInfo start,
        string greeting,
        CancellationToken cancellationToken
    )
    {
        var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            while ((await process.StandardOutput.ReadLineAsync(cancellationToken))?.Trim() is { } line)
            {
                if (line.StartsWith(greeting, StringComparison.Ordinal))
                    return new ServerProcess(
                        process,
                        new Uri(line[greeting.Length..].Split(' ', ';')[0].TrimEnd('.')),
                        Task.WhenAll(errors, process.StandardOutput.ReadToEndAsync(CancellationToken.None))
                    );
            }
            throw new InvalidOperationException($"{start.FileName} exited before it served: {await errors}");
        }
        catch
        {
            End(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(_process);
        await _output;
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }
}
