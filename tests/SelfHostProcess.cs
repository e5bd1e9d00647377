using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hookwork.Tests;

/// <summary>The self-host as users run it: a process of its own, its settings in its environment.</summary>
internal sealed class SelfHostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private SelfHostProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The lines on standard output so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>The lines on standard error so far.</summary>
    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>The most memory that it ever had, in bytes; to be asked while it runs.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it on any free port.</summary>
    public static SelfHostProcess Start(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Hookwork.SelfHost.dll"), "--port", "0", .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new SelfHostProcess(Process.Start(start)!);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return _process.ExitCode;
    }

    /// <summary>Where its HTTP functions are, once it says so.</summary>
    public async Task<Uri> UrlAsync()
    {
        for (var deadline = Deadline.In(TimeSpan.FromMinutes(1)); ; deadline.Check())
        {
            if (_output.FirstOrDefault(line => line.StartsWith("Hookwork is at ", StringComparison.Ordinal)) is { } line)
                return new Uri(line["Hookwork is at ".Length..].Split(';')[0]);
            Assert.False(HasExited, $"It ended: {string.Join('\n', _errors)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
