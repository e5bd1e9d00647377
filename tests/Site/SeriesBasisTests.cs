using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Site;

/// <summary>What a series is a version of and builds on, where the recording has too little of it.</summary>
public sealed class SeriesBasisTests(SeriesBasisTests.Server server) : IClassFixture<SeriesBasisTests.Server>
{
    private const long Other = 484000;
    private const long Old = 484001;
    private const long New = 484003;
    private const string ChangeId = "20251201-slave-channel-0123456789ab";
    private const string Attached =
        "It is attached.\n\nFrom 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\n"
        + "From: A <a@x.example>\n\nWhy.\n";

    private string Origin => server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task A_change_id_finds_the_versions_whatever_they_are_called()
    {
        var page = await server.Client.GetPageAsync($"/series/{New}/");

        Assert.Equal(["v1", "v2"], page.QuerySelectorAll(".versions li").Select(version => version.Children[0].Text()));
        Assert.Equal($"/series/{Other}/", page.Link("v1"));
    }

    [Fact]
    public async Task Related_patches_find_the_versions()
    {
        var page = await server.Client.GetPageAsync("/series/484004/");

        Assert.Equal(
            ["RFC v3", "v1"],
            page.QuerySelectorAll(".versions li").Select(version => version.Children[0].Text())
        );
        Assert.Equal("/series/484002/", page.Link("v1"));
    }

    [Fact]
    public async Task Patches_after_an_RFC_of_a_higher_number_are_compared_with_it()
    {
        var page = await server.Client.GetPageAsync($"/series/{Old}/");
        Assert.Equal(
            ["RFC v3", "v2"],
            page.QuerySelectorAll(".versions li").Select(version => version.Children[0].Text())
        );

        var difference = await server.Client.GetPageAsync(page.Link("changes since RFC v3")!);

        Assert.Equal(["RFC v3", "v2"], difference.Texts(".meta span a"));
    }

    [Fact]
    public async Task What_it_builds_on_is_linked_where_it_is_archived()
    {
        var page = await server.Client.GetPageAsync($"/series/{New}/");

        var names = page.Texts("dl.facts dt").Zip(page.QuerySelectorAll("dl.facts dd")).ToList();
        Assert.Equal(
            [
                "Acked-by Cover Reader <reader@x.example>",
                "Link https://x.example/ring",
                "Based-on <20251206035500.3706605-2-xiaoming.chen@hongqi.example>",
                "Mail <20251206035500.3706605-2-xiaoming.chen@hongqi.example> /project/qemu-devel/patch/20251206035500.3706605-2-xiaoming.chen@hongqi.example/",
                "Base commit 0123456789abcdef",
                $"Series {Other} /series/{Other}/",
                $"Patch {server.Patch} /patch/2170000/",
                "Patch https://elsewhere.example/patch/2170000/ https://elsewhere.example/patch/2170000/",
                "Mail <nobody@nowhere.example>",
                "Patch-id ffffffffffffffffffffffffffffffffffffffff",
                "Mail <attached@nowhere.example>",
            ],
            names
                .Select(item =>
                    $"{item.First} {item.Second.Text()} {item.Second.QuerySelector("a")?.GetAttribute("href")}"
                )
                .Select(line => line.TrimEnd())
        );
        Assert.DoesNotContain("Based-on:", page.QuerySelector("pre.letter").Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_of_the_cover_letter_counts_for_each_patch()
    {
        var page = await server.Client.GetPageAsync($"/series/{New}/");

        Assert.Contains("Cover Reader", page.Texts("th.reviewer"));
        var column = 5 + page.Texts("th.reviewer").ToList().IndexOf("Cover Reader");
        Assert.All(page.Rows("Patches"), row => Assert.Equal("A", row[column]));
    }

    [Fact]
    public async Task The_command_for_git_applies_an_attached_patch()
    {
        var page = await server.Client.GetPageAsync("/series/484006/");

        Assert.Contains($"curl -sf {Origin}/series/484006/mbox/ | sed 1d | git am -3", page.Texts("pre.copy"));
    }

    [Fact]
    public async Task The_command_for_git_applies_a_series_with_an_attached_patch_one_by_one()
    {
        var page = await server.Client.GetPageAsync($"/series/{Other}/");

        Assert.Contains(
            $"for id in 2170000 2170001 2170002 2170003 2170004; do curl -sfL {Origin}/patch/$id/mbox/ | sed 1d | git am -3 || break; done",
            page.Texts("pre.copy")
        );
    }

    [Fact]
    public async Task The_difference_shows_lines_with_both_signs()
    {
        var page = await server.Client.GetPageAsync($"/series/{New}/diff/{Old}/");

        var changed = page.QuerySelectorAll(".range li")
            .Single(item => item.QuerySelector("summary").Text().StartsWith("1 ! 1 ", StringComparison.Ordinal));
        Assert.Contains("+Author: Somebody Else <else@x.example>", changed.Texts("pre .added"));
        Assert.Contains(
            "-+    dev->count_0 = (mask >> 0) & 161;",
            changed.QuerySelectorAll("pre .removed").Select(line => line.TextContent.TrimEnd('\n'))
        );
        Assert.Contains(
            "++    dev->count_0 = (mask >> 0) & 162;",
            changed.QuerySelectorAll("pre .added").Select(line => line.TextContent.TrimEnd('\n'))
        );
    }

    /// <summary>A mirror of the first series, some of them changed.</summary>
    public sealed class Server() : ServedFixture(182, ("Hookwork:HoldEvents", "00:00:00"))
    {
        /// <summary>The address of a patch on the server.</summary>
        public string Patch => $"{Patchwork.Url}patch/2170000/";

        protected override void Edit(Administration administration)
        {
            administration.EditCover(
                2160003,
                "content",
                $"""
                What it is about.

                Acked-by: Cover Reader <reader@x.example>
                Link: https://x.example/ring
                Based-on: <20251206035500.3706605-2-xiaoming.chen@hongqi.example>
                ---
                base-commit: 0123456789abcdef
                change-id: {ChangeId}
                Depends-on: series-{Other}, {Patch}, https://elsewhere.example/patch/2170000/
                prerequisite-message-id: <nobody@nowhere.example>
                prerequisite-patch-id: ffffffffffffffffffffffffffffffffffffffff
                """
            );
            administration.EditCover(2160000, "content", $"Words.\n\n---\nchange-id: {ChangeId}\n");
            administration.EditPatch(2170033, "content", Attached);
            administration.EditPatch(2170002, "content", Attached);
            administration.Relate(2170010, 2170023);
            administration.EditSeries(Old, "version", 3);
            administration.EditSeries(484004, "version", 3);
            administration.EditSeries(484004, "date", "2025-12-05T11:10:00");
            var old = Exchanges.Read("patches").Single(patch => (long)patch["id"]! == 2170005);
            // Patchwork leaves the message of an attached patch in the diff.
            administration.EditPatch(2170018, "content", $"From: Somebody Else <else@x.example>\n\n{old["content"]}");
            administration.EditPatch(
                2170018,
                "diff",
                "---\nDepends-on: <attached@nowhere.example>\n\n"
                    + ((string)old["diff"]!).Replace("& 161;", "& 162;", StringComparison.Ordinal)
            );
        }
    }
}
