using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hookwork.Tests.SelfHost;

/// <summary><see cref="TestProgram"/>, or another program, in a separate process.</summary>
internal sealed class TestProcess : IAsyncDisposable
{
    private readonly Process _process;

    public TestProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments)
        : this(["dotnet", typeof(TestProgram).Assembly.Location], Path.GetTempPath(), environment, arguments) { }

    private TestProcess(
        string[] program,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        string[] arguments
    )
    {
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(Output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(Errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The lines of standard output.</summary>
    public ConcurrentQueue<string> Output { get; } = new();

    /// <summary>The lines of standard error.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    public int Id => _process.Id;

    /// <summary>The .NET that runs the tests, for a shell: it may be in no folder of <c>PATH</c>.</summary>
    private static string Dotnet =>
        Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";

    public bool HasExited => _process.HasExited;

    /// <summary>The peak memory in bytes; available while the process runs.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts the self-host as users run it, on any free port.</summary>
    public static TestProcess SelfHost(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        SelfHostIn(Path.GetTempPath(), settings, arguments);

    /// <summary>Starts it in a folder, where its own Azurite keeps the data.</summary>
    public static TestProcess SelfHostIn(
        string folder,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    ) =>
        new(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "Hookwork.SelfHost.dll")],
            folder,
            settings,
            ["--port", "0", .. arguments]
        );

    /// <summary>Starts <see cref="TestProgram"/> with its log on a disk that is full.</summary>
    public static TestProcess OfFullDisk(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        new(
            ["sh", "-c", "exec \"$@\" 2> /dev/full", "sh", Dotnet, typeof(TestProgram).Assembly.Location],
            Path.GetTempPath(),
            environment,
            arguments
        );

    /// <summary>The URL of its HTTP functions, once printed.</summary>
    public async Task<Uri> UrlAsync()
    {
        const string Place = "Hookwork is at ";
        for (var deadline = Deadline.Start(); ; deadline.Check())
        {
            if (Output.FirstOrDefault(line => line.StartsWith(Place, StringComparison.Ordinal)) is { } line)
                return new Uri(line[Place.Length..].Split(';')[0]);
            Assert.False(HasExited, $"It ended: {string.Join('\n', Errors)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Kills the process, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, as a service manager does.</summary>
    public Task AskToEndAsync() => SignalAsync(_process.Id, "TERM");

    /// <summary>Sends a signal to a process.</summary>
    public static async Task SignalAsync(int id, string signal)
    {
        // Every shell has it. As a program, it is in a package that a small system lacks.
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for its exit.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline.Span);
        return _process.ExitCode;
    }

    /// <summary>Whether a process runs.</summary>
    public static bool Runs(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !HasEnded(id);
        }
        // It has ended meanwhile.
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    /// <summary>
    /// Whether the system only keeps its exit code. In a container, the first process may never ask for those of the
    /// processes that others left.
    /// </summary>
    private static bool HasEnded(int id)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        // The state follows the name (proc_pid_stat(5)).
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
