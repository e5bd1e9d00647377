using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Mail.Diffs;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Site.Mails;

/// <summary>The pages of the recorded patches and cover letters.</summary>
[Collection(ServedArchive.Collection)]
public sealed class MailPageTests(ServedArchive archive)
{
    [Fact]
    public async Task A_page_has_every_line_of_the_diff_with_its_numbers()
    {
        foreach (var patch in Exchanges.Read("patches").Take(60).Concat(Exchanges.Read("patches").TakeLast(20)))
        {
            var page = await archive.Client.PageAsync(new Uri((string)patch["web_url"]!).AbsolutePath);
            var files = Diff.Parse((string?)patch["diff"]);

            Assert.Equal(
                files.Select(file => file.Name),
                page.QuerySelectorAll("details.file h3").Select(name => name.TextContent)
            );
            Assert.Equal(
                files.SelectMany(file => file.Hunks).SelectMany(Numbered),
                page.QuerySelectorAll(".diff > pre > *")
                    .Select(line =>
                        $"{line.GetAttribute("data-o")} {line.GetAttribute("data-n")} {line.TextContent.TrimEnd('\n')}"
                    )
            );
            Assert.Equal(
                Enumerable.Range(1, files.Count).Select(number => $"#file-{number}"),
                page.QuerySelectorAll("nav.files a")
                    .Select(link => link.GetAttribute("href")!)
                    .OrderBy(address => int.Parse(address["#file-".Length..], CultureInfo.InvariantCulture))
            );
        }
    }

    [Fact]
    public async Task A_series_that_is_not_archived_is_named_without_a_link_and_its_first_patch_comes_alone()
    {
        await using var deployment = await Deployment.StartAsync(
            archive.Patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = "now" }
        );
        await deployment.RunToIdleAsync();
        await deployment.Get<Refresher>().RunAsync([new RefreshItem(ResourceKind.Patch, 2170000, 14)], default);
        await using var served = await ServedDeployment.StartAsync(deployment);

        var page = await served.Client.PageAsync("/patch/2170000/");

        var series = page.QuerySelector("nav[aria-label=Series]");
        Assert.StartsWith("Series virtio-net", series.Text(), StringComparison.Ordinal);
        Assert.Empty(series!.QuerySelectorAll("a"));
        var patch = JsonNode.Parse(await served.Client.GetStringAsync("/api/patches/2170000/"))!;
        // git-pw asks so.
        Assert.Equal(
            await served.Client.GetStringAsync($"{patch["mbox"]}"),
            await served.Client.GetStringAsync($"{patch["mbox"]}?series=*")
        );
    }

    [Fact]
    public async Task Each_comment_is_on_the_page_with_its_anchor_and_its_words()
    {
        var (count, atLine) = (0, 0);
        foreach (
            var row in Exchanges.Read("patch-comments").Where(row => row["comments"]!.AsArray().Count > 0).Take(40)
        )
        {
            var page = await archive.Client.PageAsync($"/patch/{row["patch"]}/");
            foreach (var comment in row["comments"]!.AsArray())
            {
                var shown = page.GetElementById($"{comment!["id"]}");

                Assert.NotNull(shown);
                Assert.Contains((string)comment["submitter"]!["name"]!, shown.TextContent, StringComparison.Ordinal);
                Assert.Contains(
                    ((string)comment["content"]!)
                        .Split('\n')
                        .Last(line => line.Length > 0 && line[0] != '>')
                        .Split(": ")[^1],
                    shown.TextContent,
                    StringComparison.Ordinal
                );
                count++;
                atLine += Heading(shown) == "Message" ? 1 : 0;
            }
        }
        Assert.InRange(count, 60, 400);
        Assert.True(atLine > count / 2, $"{atLine} of {count} are at a line of the message");
    }

    [Fact]
    public async Task A_page_shows_state_checks_and_its_neighbours()
    {
        var page = await archive.Client.PageAsync("/patch/2170001/");

        Assert.Equal("[2/5] virtio-net: Extend error path of rx ring (2)", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("new", page.QuerySelector(".meta .badge")!.TextContent);
        Assert.Equal(
            [
                "build-x86_64 https://ci.example.org/2170001/build-x86_64 success",
                "checkpatch https://ci.example.org/2170001/checkpatch success",
            ],
            page.QuerySelectorAll(".checks tbody tr")
                .Select(row =>
                    $"{row.QuerySelector("a")!.TextContent} {row.QuerySelector("a")!.GetAttribute("href")} {row.QuerySelector(".badge")!.TextContent}"
                )
        );
        // The server's clock need not show UTC.
        Assert.All(
            page.QuerySelectorAll(".checks time"),
            date => Assert.DoesNotContain("UTC", date.TextContent, StringComparison.Ordinal)
        );
        Assert.Contains("2025-12-01 18:55:04", page.QuerySelector(".checks")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [
                "/project/qemu-devel/patch/20251201165500.1207556-2-dvolkov@nevahost.example/",
                "/series/484000/",
                "/project/qemu-devel/patch/20251201165500.1207556-4-dvolkov@nevahost.example/",
            ],
            page.QuerySelectorAll("nav[aria-label=Series] a").Select(link => link.GetAttribute("href"))
        );
        foreach (var link in page.QuerySelectorAll("nav[aria-label='This mail'] a"))
        {
            using var answer = await archive.Client.GetAsync(link.GetAttribute("href"));
            Assert.True(answer.IsSuccessStatusCode, link.OuterHtml);
        }
        Assert.Contains(
            page.QuerySelectorAll("pre.copy"),
            command =>
                command.TextContent
                == $"curl -sfL {archive.Client.BaseAddress}project/qemu-devel/patch/20251201165500.1207556-3-dvolkov@nevahost.example/mbox/ | git am"
        );
        Assert.Contains(
            $"git-pw --server {archive.Client.BaseAddress}api/1.0 patch apply 2170001",
            page.QuerySelectorAll("pre.copy").Select(command => command.TextContent)
        );
    }

    [Fact]
    public async Task A_page_names_the_Message_ID_and_leads_to_the_commit()
    {
        var patch = Exchanges
            .Read("patches")
            .First(one => (string?)one["project"]!["link_name"] == "uboot" && one["commit_ref"] is not null);
        var page = await archive.Client.PageAsync($"/patch/{patch["id"]}/");

        Assert.Equal(
            [(string)patch["commit_ref"]!, ((string)patch["msgid"]!).Trim('<', '>')],
            page.QuerySelectorAll("p.meta > span > code").Select(code => code.Text())
        );
        Assert.Equal(
            $"https://git.example.org/u-boot/commit/{patch["commit_ref"]}",
            page.QuerySelector("p.meta code a")!.GetAttribute("href")
        );
    }

    [Fact]
    public async Task A_pull_request_leads_to_its_repository()
    {
        var page = await archive.Client.PageAsync("/patch/2175537/");
        var link = page.QuerySelectorAll("nav[aria-label='This mail'] a")[^1];

        Assert.Equal("pull request https://git.example.org/vm/qemu.git tags/virtio-next", link.TextContent);
        Assert.Equal("https://git.example.org/vm/qemu.git", link.GetAttribute("href"));
    }

    [Fact]
    public async Task The_first_patch_of_a_series_follows_its_cover_letter()
    {
        var page = await archive.Client.PageAsync("/patch/2170000/");
        var cover = page.QuerySelector("nav[aria-label=Series] a")!.GetAttribute("href")!;

        Assert.StartsWith("/project/qemu-devel/cover/", cover, StringComparison.Ordinal);
        var next = (await archive.Client.PageAsync(cover)).QuerySelectorAll("nav[aria-label=Series] a")[^1];
        Assert.Equal(
            "/project/qemu-devel/patch/20251201165500.1207556-2-dvolkov@nevahost.example/",
            next.GetAttribute("href")
        );
    }

    [Fact]
    public async Task Trailers_are_apart_from_the_message()
    {
        var page = await archive.Client.PageAsync("/patch/2170001/");

        Assert.Contains(
            page.QuerySelectorAll(".trailers:not(.given) li"),
            trailer => trailer.Text().StartsWith("Signed-off-by: Dmitri Volkov <", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            page.QuerySelectorAll("h2 ~ pre.text"),
            text => text.TextContent.Contains("Signed-off-by", StringComparison.Ordinal)
        );
        Assert.Equal(
            [
                "Acked-by: Amara Okafor <amara@lagoslabs.example> comment",
                "Reviewed-by: Lucía Fernández <lucia@sierra.example> comment",
            ],
            page.QuerySelectorAll(".trailers.given li").Select(trailer => trailer.Text())
        );
    }

    private static IEnumerable<string> Numbered(Hunk hunk)
    {
        var (old, @new) = (hunk.OldStart, hunk.NewStart);
        foreach (var line in hunk.Lines)
            yield return line.Kind switch
            {
                DiffLineKind.Added => $" {@new++} {line}",
                DiffLineKind.Removed => $"{old++}  {line}",
                _ => $"{old++} {@new++} {line}",
            };
    }

    /// <summary>The heading that an element is below.</summary>
    private static string? Heading(IElement element)
    {
        for (var at = element; at is not null; at = at.PreviousElementSibling ?? at.ParentElement)
        {
            if (at.LocalName == "h2")
                return at.TextContent;
        }
        return null;
    }
}
