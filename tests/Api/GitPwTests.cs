using Hookwork.Ingest.Refreshing;
using Hookwork.SelfHost;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Api;

/// <summary>The client git-pw, from Debian, against selfhost over an archive.</summary>
[Collection(ServedArchive.Collection)]
public sealed class GitPwTests(ServedArchive archive) : IAsyncLifetime
{
    private const long Series = 484004;

    private readonly ClientFolder _folder = new();
    private SelfHostApp _app = null!;

    public async Task InitializeAsync() =>
        _app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                Only = [SelfHostOptions.HttpGroup],
                ServeRecording = false,
                Folder = _folder.Path,
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = archive.Deployment.Storage,
                    ["Patchwork__Url"] = archive.Patchwork.Url.ToString(),
                    ["Hookwork__CatalogFolder"] = Path.Combine(_folder.Path, "catalog"),
                },
            }
        );

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [ClientFact("git-pw")]
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

    [ClientFact("git-pw")]
    public async Task Downloads_what_Patchwork_serves()
    {
        foreach (var (kind, id) in new[] { ("patch", 2216659L), ("series", Series) })
        {
            var file = Path.Combine(_folder.Path, $"{kind}.mbox");
            await PwAsync(kind, "download", $"{id}", file);
            var recorded = Exchanges
                .Read("mboxes")
                .Single(mbox => (string)mbox["kind"]! == kind && (long)mbox["id"]! == id);
            Assert.Equal((string)recorded["body"]!, await File.ReadAllTextAsync(file));
        }
    }

    [ClientFact("git-pw")]
    public async Task Applies_a_series_and_a_patch_with_those_before_it()
    {
        var patches = Exchanges.Read("series").Single(series => (long)series["id"]! == Series)["patches"]!
            .AsArray()
            .Select(patch => (long)patch!["id"]!)
            .ToList();
        await _folder.PrepareAsync(Exchanges.Read("patches").Where(patch => patches.Contains((long)patch["id"]!)));
        var start = await _folder.GitAsync("rev-parse", "HEAD");

        await PwAsync("series", "apply", $"{Series}");
        Assert.Equal("2", await _folder.GitAsync("rev-list", "--count", $"{start}..HEAD"));

        await _folder.GitAsync("reset", "-q", "--hard", start);
        await PwAsync("patch", "apply", $"{patches[1]}");
        Assert.Equal("2", await _folder.GitAsync("rev-list", "--count", $"{start}..HEAD"));
    }

    [ClientFact("git-pw")]
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
        var file = Path.Combine(_folder.Path, "bundle.mbox");
        await PwAsync("bundle", "download", $"{id}", file);
        using var upstream = new HttpClient { BaseAddress = archive.Patchwork.Url };
        Assert.Equal(await upstream.GetStringAsync("/bundle/amara/git-pw/mbox/"), await File.ReadAllTextAsync(file));

        await _folder.PrepareAsync(Exchanges.Read("patches").Where(patch => patches.Contains((long)patch["id"]!)));
        var start = await _folder.GitAsync("rev-parse", "HEAD");
        await PwAsync("bundle", "apply", $"{id}");
        Assert.Equal("2", await _folder.GitAsync("rev-list", "--count", $"{start}..HEAD"));

        await PwAsync("bundle", "create", "--public", "made", $"{patches[1]}", $"{patches[0]}");
        Assert.Contains("made", await PwAsync("bundle", "list", "--format", "csv"), StringComparison.Ordinal);
        await PwAsync("bundle", "update", "--name", "changed", $"{id + 1}");
        await PwAsync("bundle", "remove", $"{id + 1}", $"{patches[1]}");
        Assert.DoesNotContain($"{patches[1]}", await PwAsync("bundle", "show", "changed"), StringComparison.Ordinal);
        foreach (var bundle in new[] { id, id + 1 })
            await PwAsync("bundle", "delete", $"{bundle}");
        Assert.Equal("[]", await archive.Client.GetStringAsync("/api/bundles/"));
    }

    private Task<string> PwAsync(params string[] arguments) =>
        _folder.RunAsync(
            "git-pw",
            ["--server", $"{_app.Url}api/1.3", "--project", "qemu-devel", "--token", "amara-token", .. arguments]
        );
}
