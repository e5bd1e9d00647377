using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Ingest.Refreshing;
using Hookwork.SelfHost;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Api;

/// <summary>The client git-pw, from Debian, against selfhost over an archive.</summary>
[Collection(ServedArchive.Collection)]
public sealed partial class GitPwTests(ServedArchive archive) : IAsyncLifetime
{
    private const long Series = 484004;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-git-pw");
    private SelfHostApp _app = null!;

    public async Task InitializeAsync() =>
        _app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                Only = [SelfHostOptions.HttpGroup],
                ServeRecording = false,
                Folder = _folder.FullName,
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = archive.Deployment.Storage,
                    ["Patchwork__Url"] = archive.Patchwork.Url.ToString(),
                    ["Hookwork__CatalogFolder"] = Path.Combine(_folder.FullName, "catalog"),
                },
            }
        );

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [GitPwFact]
    public async Task Lists_and_shows_patches_and_series()
    {
        var list = await PwAsync("patch", "list", "--state", "accepted", "--limit", "5", "--format", "csv");
        Assert.Equal(6, list.TrimEnd().Split('\n').Length);
        Assert.Contains("accepted", list, StringComparison.Ordinal);

        var patch = await PwAsync("patch", "show", "2216659");
        Assert.Contains("<20260327025228.474257-5-zhenzhong.duan@intel.com>", patch, StringComparison.Ordinal);
        Assert.Contains(
            "2216659",
            await PwAsync("patch", "list", "--submitter", "zhenzhong.duan@intel.com", "--format", "csv"),
            StringComparison.Ordinal
        );

        var series = await PwAsync("series", "show", $"{Series}");
        Assert.Contains(
            (string)Exchanges.Read("series").Single(item => (long)item["id"]! == Series)["name"]!,
            series,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"{Series}",
            await PwAsync("series", "list", "--limit", "100", "--sort", "id", "--format", "csv"),
            StringComparison.Ordinal
        );
    }

    [GitPwFact]
    public async Task Downloads_what_Patchwork_serves()
    {
        foreach (var (kind, id) in new[] { ("patch", 2216659L), ("series", Series) })
        {
            var file = Path.Combine(_folder.FullName, $"{kind}.mbox");
            await PwAsync(kind, "download", $"{id}", file);
            var recorded = Exchanges
                .Read("mboxes")
                .Single(mbox => (string)mbox["kind"]! == kind && (long)mbox["id"]! == id);
            Assert.Equal((string)recorded["body"]!, await File.ReadAllTextAsync(file));
        }
    }

    [GitPwFact]
    public async Task Applies_a_series_and_a_patch_with_those_before_it()
    {
        var patches = Exchanges.Read("series").Single(series => (long)series["id"]! == Series)["patches"]!
            .AsArray()
            .Select(patch => (long)patch!["id"]!)
            .ToList();
        await PrepareAsync(Exchanges.Read("patches").Where(patch => patches.Contains((long)patch["id"]!)));
        var start = await GitAsync("rev-parse", "HEAD");

        await PwAsync("series", "apply", $"{Series}");
        Assert.Equal("2", await GitAsync("rev-list", "--count", $"{start}..HEAD"));

        await GitAsync("reset", "-q", "--hard", start);
        await PwAsync("patch", "apply", $"{patches[1]}");
        Assert.Equal("2", await GitAsync("rev-list", "--count", $"{start}..HEAD"));
    }

    [GitPwFact]
    public async Task Lists_shows_downloads_and_applies_a_bundle()
    {
        var patches = Exchanges.Read("series").Single(series => (long)series["id"]! == Series)["patches"]!
            .AsArray()
            .Select(patch => (long)patch!["id"]!)
            .ToList();
        var id = archive.Patchwork.Administration.AddBundle(1, "git-pw", true, [.. patches]);
        await archive.Deployment.Get<BundleRefresh>().RunAsync(id, default);

        Assert.Contains($"{id}", await PwAsync("bundle", "list", "--format", "csv"), StringComparison.Ordinal);
        Assert.Contains($"{patches[1]}", await PwAsync("bundle", "show", "git-pw"), StringComparison.Ordinal);
        var file = Path.Combine(_folder.FullName, "bundle.mbox");
        await PwAsync("bundle", "download", $"{id}", file);
        using var upstream = new HttpClient { BaseAddress = archive.Patchwork.Url };
        Assert.Equal(await upstream.GetStringAsync("/bundle/amara/git-pw/mbox/"), await File.ReadAllTextAsync(file));

        await PrepareAsync(Exchanges.Read("patches").Where(patch => patches.Contains((long)patch["id"]!)));
        var start = await GitAsync("rev-parse", "HEAD");
        await PwAsync("bundle", "apply", $"{id}");
        Assert.Equal("2", await GitAsync("rev-list", "--count", $"{start}..HEAD"));

        await PwAsync("bundle", "create", "--public", "made", $"{patches[1]}", $"{patches[0]}");
        Assert.Contains("made", await PwAsync("bundle", "list", "--format", "csv"), StringComparison.Ordinal);
        await PwAsync("bundle", "update", "--name", "changed", $"{id + 1}");
        await PwAsync("bundle", "remove", $"{id + 1}", $"{patches[1]}");
        Assert.DoesNotContain($"{patches[1]}", await PwAsync("bundle", "show", "changed"), StringComparison.Ordinal);
        foreach (var bundle in new[] { id, id + 1 })
            await PwAsync("bundle", "delete", $"{bundle}");
        Assert.Equal("[]", await archive.Client.GetStringAsync("/api/bundles/"));
    }

    /// <summary>
    /// Creates a repository to which the patches apply: their context lines in place, arbitrary lines between.
    /// </summary>
    private async Task PrepareAsync(IEnumerable<JsonNode> patches)
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
            var path = Path.Combine(_folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllLinesAsync(path, lines);
            await GitAsync("add", name);
        }
        await GitAsync("commit", "-q", "-m", "start");
    }

    private Task<string> PwAsync(params string[] arguments) =>
        RunAsync(
            "git-pw",
            ["--server", $"{_app.Url}api/1.3", "--project", "qemu-devel", "--token", "amara-token", .. arguments]
        );

    private Task<string> GitAsync(params string[] arguments) =>
        RunAsync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", .. arguments]);

    private async Task<string> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        foreach (
            var (name, value) in new[]
            {
                ("GIT_COMMITTER_NAME", "Test"),
                ("GIT_COMMITTER_EMAIL", "test@example.org"),
                ("LC_ALL", "C.UTF-8"),
                ("HOME", _folder.FullName),
            }
        )
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Deadline.Span);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(
            process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}"
        );
        return (await output).TrimEnd();
    }

    [GeneratedRegex("^@@ -([0-9]+)")]
    private static partial Regex Hunk();
}
