using System.Net;
using Hookwork.Archive.Cursors;
using Hookwork.Catalog;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Site;

/// <summary>Series over HTTP: their list, the page of each, and the difference of two versions.</summary>
[Collection(ServedArchive.Collection)]
public sealed class SeriesPageTests(ServedArchive archive)
{
    [Fact]
    public async Task The_list_shows_the_state_of_a_series_in_one_line()
    {
        var page = await archive.Client.GetPageAsync("/project/qemu-devel/series/?q=vnet&submitter=80003");

        var rows = page.Rows("Series");
        Assert.Equal(["v3", "v2", "v1"], rows.Select(row => row[1]));
        Assert.Equal(
            ["net/tap: Rework error path of vnet header", "v3", "3 of 3", "- 2 1", "1 - 1", "2 new 1 rejected"],
            rows[0].Take(6)
        );
        Assert.Equal("Lucía Fernández", rows[0][6]);
        Assert.EndsWith(" days", rows[0][7], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qemu-devel", "", true)]
    [InlineData("qemu-devel", "?state=*", false)]
    // A page after the last is the last.
    [InlineData("qemu-devel", "?state=*&page=99", false)]
    [InlineData("uboot", "?state=*", false)]
    public async Task The_list_has_open_series_or_all(string project, string query, bool onlyOpen)
    {
        var states = Exchanges
            .Read("patches")
            .Where(patch => (string?)patch["state"] is "new" or "under-review" && !(bool)patch["archived"]!)
            .SelectMany(patch => patch["series"]!.AsArray())
            .Select(series => (long)series!["id"]!)
            .ToHashSet();
        var expected = Exchanges
            .Read("series")
            .Where(series => (string?)series["project"]!["link_name"] == project)
            .Where(series => !onlyOpen || states.Contains((long)series["id"]!))
            .OrderByDescending(series => (string?)series["date"], StringComparer.Ordinal)
            .ThenByDescending(series => (long)series["id"]!)
            .Select(series => $"/series/{series["id"]}/");

        var page = await archive.Client.GetPageAsync($"/project/{project}/series/{query}");

        Assert.Equal(expected, page.QuerySelectorAll("td.name a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_series_shows_who_said_what_of_which_patch()
    {
        var page = await archive.Client.GetPageAsync("/series/485806/");

        Assert.Equal("vfio/iommufd: Rework support for dirty bitmap", page.QuerySelector("h1").Text());
        Assert.Equal(["Dmitri Volkov", "Lucía Fernández", "Priya Raman", "Sean O'Malley"], page.Texts("th.reviewer"));
        Assert.Equal(
            // Sean's tag is in a reply to the cover letter.
            [
                "1|[v2,1/5] vfio/iommufd: Fix locking of dirty bitmap (130)|new|- 1 -|- - -||||R",
                "2|[v2,2/5] vfio/iommufd: Fix teardown of dirty bitmap (131)|new|- 1 -|1 - -||||R",
                "3|[v2,3/5] vfio/iommufd: Validate migration of dirty bitmap (132)|under-review|- 2 -|2 - -|R|||R",
                "4|[v2,4/5] vfio/iommufd: Validate handling of dirty bitmap (133)|new|- 1 -|- - -||||R",
                "5|[v2,5/5] vfio/iommufd: Cache leak of dirty bitmap (134)|accepted|- 3 -|1 - -||R|R|R",
            ],
            page.Rows("Patches").Select(row => string.Join('|', row))
        );
        Assert.Contains("address review of patch 1", page.QuerySelector("pre.letter").Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/series/485789/", "6")]
    [InlineData("/series/497680/", "4")]
    [InlineData("/series/485798/", "1", "2", "3")]
    public async Task A_patch_keeps_its_number_where_others_have_not_arrived(string address, params string[] numbers)
    {
        var page = await archive.Client.GetPageAsync(address);

        Assert.Equal(numbers, page.Rows("Patches").Select(row => row[0]));
    }

    [Fact]
    public async Task A_series_shows_its_checks_by_context()
    {
        var page = await archive.Client.GetPageAsync("/series/484007/");

        Assert.Equal(
            [
                "build-x86_64|2 - 1|patch 1 fail",
                "checkpatch|1 2 2|patch 3 fail patch 4 warning patch 6 warning patch 7 fail",
            ],
            page.Rows("Checks").Select(row => string.Join('|', row))
        );
    }

    [Fact]
    public async Task Checks_of_a_backfill_are_shown_though_no_event_announced_them()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = "now" }
        );
        await deployment.RunToIdleAsync();
        await deployment.Get<ListWalker>().StartAsync(14, WalkScope.Backfill, null, "2025-12-02", default);
        await deployment.WalkAsync();
        await using var backfilled = await ServedDeployment.StartAsync(deployment);

        const string Series = "/series/484000/";
        foreach (var address in new[] { Series, "/project/qemu-devel/list/?series=484000&state=*&archive=both" })
        {
            var page = await backfilled.Client.GetPageAsync(address);

            var followed = await archive.Client.GetPageAsync(address);
            Assert.Equal(followed.Rows("Checks"), page.Rows("Checks"));
            Assert.Equal(followed.Rows("Patches"), page.Rows("Patches"));
            Assert.Contains(page.Rows("Patches"), row => row.Contains("- 1 1"));
        }

        // One that an event announces is beside them, though it leaves the state of all as it was.
        await CheckAsync(patchwork, "amara", "success", "later");
        await deployment.RunToIdleAsync();
        await deployment.Get<Catalogs>().RenewAsync(14, default);
        var patches = (await backfilled.Client.GetPageAsync(Series)).Rows("Patches");
        Assert.Equal("2 - -", patches[0][4]);
    }

    [Fact]
    public async Task Checks_of_two_users_in_one_context_are_two()
    {
        var own = await ServedArchive.StartAsync(20);
        try
        {
            foreach (var (user, state) in new[] { ("amara", "fail"), ("lucia", "warning"), ("lucia", "success") })
                await CheckAsync(own.Patchwork, user, state, "ci");
            await own.Deployment.RunToIdleAsync();
            await own.Deployment.Get<Catalogs>().RenewAsync(14, default);

            var page = await own.Client.GetPageAsync("/series/484000/");

            var row = page.Rows("Checks").Single(context => context[0] == "ci");
            Assert.Equal("ci|1 - 1|patch 1 fail", string.Join('|', row));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_series_leads_to_its_other_versions_and_their_differences()
    {
        var page = await archive.Client.GetPageAsync("/series/485794/");

        Assert.Equal(
            ["v1|", "v2|changes since v1", "v3|changes since v2,changes since v1"],
            page.QuerySelectorAll(".versions li")
                .Select(version =>
                    $"{version.Children[0].Text()}|{string.Join(',', version.Texts("a[href*='/diff/']"))}"
                )
        );
        Assert.Equal("/series/485792/", page.Link("v1"));
        Assert.Equal("/series/485798/", page.Link("v3"));
        Assert.Equal("/series/485798/diff/485794/", page.Link("changes since v2"));
    }

    [Fact]
    public async Task A_series_of_another_submitter_or_project_is_no_version()
    {
        // Both projects have one of this name by the same person.
        var page = await archive.Client.GetPageAsync("/series/485815/");

        Assert.Empty(page.QuerySelectorAll(".versions"));
    }

    [Fact]
    public async Task A_series_tells_how_to_apply_it()
    {
        var page = await archive.Client.GetPageAsync("/series/497680/");

        var origin = archive.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var commands = page.Texts("pre.copy");
        Assert.Contains($"curl -sf {origin}/series/497680/mbox/ | git am -3", commands);
        Assert.Contains($"git-pw --server {origin}/api/1.0 --project qemu-devel series apply 497680", commands);
        Assert.Contains(commands, command => command.StartsWith("b4 shazam 20260327025228.", StringComparison.Ordinal));
        Assert.Contains(commands, command => command.StartsWith("b4 am -o- 20260327025228.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/series/484007/diff/484005/")]
    [InlineData("/series/484005/diff/484007/")]
    public async Task The_difference_of_two_versions_lists_the_patches_of_both(string address)
    {
        var page = await archive.Client.GetPageAsync(address);

        var pairs = page.Texts(".range .pair").Select(pair => pair.Split(' ', 4)).ToList();
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8],
            pairs.Where(pair => pair[0] != "-").Select(pair => int.Parse(pair[0])).Order()
        );
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], pairs.Where(pair => pair[2] != "-").Select(pair => int.Parse(pair[2])));
        Assert.Equal(["v1", "v2"], page.Texts(".meta span a"));
    }

    [Fact]
    public async Task A_series_is_the_same_as_itself()
    {
        var page = await archive.Client.GetPageAsync("/series/485798/diff/485798/");

        Assert.Equal(
            [
                "1 = 1 net/tap: Avoid migration of vnet header (89)",
                "2 = 2 net/tap: Cache tracing for vnet header (90)",
                "3 = 3 net/tap: Guard teardown of vnet header (91)",
            ],
            page.Texts(".range .pair")
        );
    }

    [Fact]
    public async Task A_parameter_leads_to_the_difference()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = archive.Client.BaseAddress,
        };
        using var answer = await client.GetAsync("/series/484007/?compare=484005");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/series/484007/diff/484005/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Every_series_has_a_page_with_its_patches_and_no_foreign_markup()
    {
        foreach (var series in Exchanges.Read("series"))
        {
            var page = await archive.Client.GetPageAsync($"/series/{series["id"]}/");

            Assert.Equal(
                series["patches"]!.AsArray().Count,
                page.QuerySelectorAll("[aria-label=Patches] tbody tr").Length
            );
            Assert.Single(page.QuerySelectorAll("script"));
            Assert.Empty(page.QuerySelectorAll("main img, main [style], main [onerror], main [onclick]"));
            Assert.All(
                page.QuerySelectorAll("main a"),
                link => Assert.Matches("^(/|https?://|#)", link.GetAttribute("href"))
            );
        }
    }

    /// <summary>Reports a check of the first patch of series 484000.</summary>
    private static Task CheckAsync(RecordedPatchwork patchwork, string user, string state, string context) =>
        Maintainer.SendAsync(
            patchwork.Url,
            HttpMethod.Post,
            "api/patches/2170000/checks/",
            new { state, context },
            user
        );
}
