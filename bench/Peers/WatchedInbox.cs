using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hookwork.Bench.Peers;

/// <summary>Debian's public-inbox: an inbox that public-inbox-watch fills from a Maildir, and public-inbox-httpd serves.</summary>
internal sealed class WatchedInbox : IAsyncDisposable
{
    private const string Programs = "/usr/bin/public-inbox-";

    /// <summary>It commits at least this often while it works.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-bench-");
    private readonly List<Process> _processes = [];
    private readonly List<Task> _outputs = [];
    private readonly int _port = LocalPort.Free();
    private int _mails;

    private WatchedInbox()
    {
        Url = new Uri($"http://127.0.0.1:{_port}/mails/");
        foreach (var name in new[] { "new", "cur", "tmp" })
            Directory.CreateDirectory(Path.Combine(Maildir, name));
    }

    /// <summary>The root of its only inbox.</summary>
    public Uri Url { get; }

    /// <summary>Mails indexed per second.</summary>
    public double MailsPerSecond { get; private set; }

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => File.Exists($"{Programs}httpd") && File.Exists($"{Programs}watch");

    private string Maildir => Path.Combine(_folder.FullName, "maildir");

    private string Inbox => Path.Combine(_folder.FullName, "inbox");

    /// <summary>Puts the mails into a Maildir, indexes and serves them.</summary>
    /// <param name="mails">The bytes of each; no two with the same Message-ID.</param>
    public static async Task<WatchedInbox> StartAsync(
        IEnumerable<ReadOnlyMemory<byte>> mails,
        CancellationToken cancellationToken
    )
    {
        var inbox = new WatchedInbox();
        try
        {
            foreach (var mail in mails)
                await inbox.AddAsync(mail, cancellationToken);
            await inbox.IndexAsync(cancellationToken);
            var httpd = inbox.Start("httpd", "-W0", "-l", $"127.0.0.1:{inbox._port}");
            await LocalPort.WaitAsync(inbox._port, httpd, cancellationToken);
            return inbox;
        }
        catch
        {
            await inbox.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await EndAsync(process);
        await Task.WhenAll(_outputs);
        _folder.Delete(recursive: true);
    }

    private Task AddAsync(ReadOnlyMemory<byte> mail, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{++_mails:00000000}.bench");
        return File.WriteAllBytesAsync(Path.Combine(Maildir, "new", name), mail, cancellationToken);
    }

    /// <summary>Lets public-inbox-watch take all mails of the Maildir, as it does when it starts.</summary>
    private async Task IndexAsync(CancellationToken cancellationToken)
    {
        var init = Start(
            "init",
            "-V2",
            "-L",
            "full",
            "-c",
            $"watch=maildir:{Maildir}/",
            "mails",
            Inbox,
            Url.ToString(),
            "mails@bench.example"
        );
        await init.WaitForExitAsync(cancellationToken);
        if (init.ExitCode != 0)
            throw new InvalidOperationException($"public-inbox-init ended with {init.ExitCode}.");
        var started = Stopwatch.GetTimestamp();
        var watch = Start("watch");
        var (seen, at) = (0L, started);
        while (seen < _mails)
        {
            await Task.Delay(100, cancellationToken);
            var now = Count();
            if (now > seen)
                (seen, at) = (now, Stopwatch.GetTimestamp());
            else if (watch.HasExited || Stopwatch.GetElapsedTime(at) > LongestPause)
                throw new InvalidOperationException($"public-inbox-watch stopped after {seen} of {_mails} mails.");
        }
        // A signal to end lets it write what it still holds, which killing it would not.
        using (var end = Process.Start("kill", ["-TERM", watch.Id.ToString(CultureInfo.InvariantCulture)]))
            await end.WaitForExitAsync(cancellationToken);
        await watch.WaitForExitAsync(cancellationToken);
        MailsPerSecond = Math.Round(_mails / Stopwatch.GetElapsedTime(started).TotalSeconds, 1);
        Progress.Tell($"public-inbox indexed {seen} mails, {MailsPerSecond} a second");
    }

    /// <summary>The mails that are indexed and committed.</summary>
    private long Count()
    {
        var path = Path.Combine(Inbox, "xap15", "over.sqlite3");
        if (!File.Exists(path))
            return 0;
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'over'";
        if ((long)command.ExecuteScalar()! == 0)
            return 0;
        command.CommandText = "SELECT count(*) FROM over WHERE num > 0";
        return (long)command.ExecuteScalar()!;
    }

    private Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(
            new ProcessStartInfo(Programs + program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PI_CONFIG"] = Path.Combine(_folder.FullName, "config"), ["HOME"] = _folder.FullName },
            }
        )!;
        _processes.Add(process);
        _outputs.Add(process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        _outputs.Add(process.StandardError.ReadToEndAsync(CancellationToken.None));
        return process;
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }
}
