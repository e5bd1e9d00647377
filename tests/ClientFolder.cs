using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hookwork.Tests;

/// <summary>A folder in which clients run, with a home and a git repository of its own.</summary>
internal sealed partial class ClientFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-client");

    public string Path => _folder.FullName;

    /// <summary>Runs git.</summary>
    public Task<string> GitAsync(params string[] arguments) =>
        RunAsync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", .. arguments]);

    /// <summary>Runs a program to its end and returns its output; it must succeed.</summary>
    public async Task<string> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var (code, output, errors) = await TryAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs a program to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> TryAsync(
        string program,
        IReadOnlyList<string> arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path,
        };
        foreach (
            var (name, value) in new[]
            {
                ("GIT_COMMITTER_NAME", "Test"),
                ("GIT_COMMITTER_EMAIL", "test@example.org"),
                ("LC_ALL", "C.UTF-8"),
                ("TZ", "UTC"),
                ("HOME", Path),
                // Else these would lead to the configuration of who runs the tests, which b4's settings would change.
                ("XDG_CONFIG_HOME", System.IO.Path.Combine(Path, ".config")),
                ("XDG_DATA_HOME", System.IO.Path.Combine(Path, ".local", "share")),
                ("XDG_CACHE_HOME", System.IO.Path.Combine(Path, ".cache")),
                ("XDG_RUNTIME_DIR", Path),
            }
        )
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Deadline.Span);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
        }
        catch (OperationCanceledException exception)
        {
            // It would outlive the tests.
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{program} {string.Join(' ', arguments)} did not end within {Deadline.Span}.",
                exception
            );
        }
    }

    /// <summary>
    /// Creates a repository to which the patches apply: their context lines in place, arbitrary lines between.
    /// </summary>
    public async Task PrepareAsync(IEnumerable<JsonNode> patches)
    {
        var files = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var patch in patches)
        {
            string[] lines = [];
            var at = 0;
            foreach (var line in ((string)patch["diff"]!).Split('\n'))
            {
                if (line.StartsWith("--- a/", StringComparison.Ordinal))
                {
                    if (!files.TryGetValue(line[6..], out lines!))
                        files.Add(
                            line[6..],
                            lines = [.. Enumerable.Range(1, 1200).Select(number => $"/* line {number} */")]
                        );
                }
                else if (Hunk().Match(line) is { Success: true } hunk)
                {
                    at = int.Parse(hunk.Groups[1].Value, CultureInfo.InvariantCulture) - 1;
                }
                else if (line is [' ' or '-', ..] && !line.StartsWith("---", StringComparison.Ordinal))
                {
                    lines[at++] = line[1..];
                }
            }
        }
        await GitAsync("init", "-q");
        foreach (var (name, lines) in files)
        {
            var path = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            await File.WriteAllLinesAsync(path, lines);
            await GitAsync("add", name);
        }
        await GitAsync("commit", "-q", "-m", "start");
    }

    /// <summary>Runs b4 against the inbox of every project.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="arguments">The command and its arguments.</param>
    public async Task<string> B4Async(Uri server, params string[] arguments)
    {
        foreach (
            var (name, value) in new[]
            {
                ("b4.midmask", $"{server}inbox/all/%s"),
                ("b4.linkmask", $"{server}r/%s"),
                ("b4.searchmask", $"{server}inbox/all/?x=m&t=1&q=%s"),
                ("user.name", "Test"),
                ("user.email", "test@example.org"),
            }
        )
            await GitAsync("config", "--global", name, value);
        return await RunAsync("b4", ["--no-stdin", "-n", .. arguments]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex("^@@ -([0-9]+)")]
    private static partial Regex Hunk();
}
