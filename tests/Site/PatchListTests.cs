using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Tests.Api;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Site;

/// <summary>The list of patches over HTTP, compared with the recording.</summary>
[Collection(ServedArchive.Collection)]
public sealed class PatchListTests(ServedArchive archive)
{
    private const string List = "/project/qemu-devel/list/";

    private static readonly IReadOnlyList<JsonNode> s_patches =
    [
        .. Exchanges.Read("patches").Where(patch => (string?)patch["project"]!["link_name"] == "qemu-devel"),
    ];

    [Fact]
    public async Task Without_filters_it_has_what_waits_for_somebody_the_newest_first()
    {
        var page = await archive.Client.GetPageAsync(List);

        var waiting = s_patches.Where(patch => IsOpen(patch) && !IsArchived(patch)).ToList();
        Assert.Equal($"{waiting.Count} patches", page.QuerySelector(".summary span").Text());
        Assert.Equal(
            waiting
                .OrderByDescending(patch => (string)patch["date"]!, StringComparer.Ordinal)
                .ThenByDescending(patch => (long)patch["id"]!)
                .Take(100)
                .Select(patch => $"{(string)patch["date"]!}"[..10] + " " + Spaced((string)patch["name"]!)),
            page.Rows("Patches").Select(row => $"{row[4]} {row[0]}")
        );
    }

    public static TheoryData<string, Func<JsonNode, bool>> Filters =>
        new()
        {
            { "?state=*&archive=both", _ => true },
            { "?state=3&archive=both", patch => State(patch) == "accepted" },
            { "?state=changes-requested&archive=both", patch => State(patch) == "changes-requested" },
            { "?state=nosuch&archive=both", IsOpen },
            { "?state=*&archive=true", IsArchived },
            { "?state=*&archive=x", patch => !IsArchived(patch) },
            {
                "?series=485798&state=*",
                patch => patch["series"]!.AsArray().Any(series => (long)series!["id"]! == 485798)
            },
            { "?series=1&state=*&archive=both", _ => true },
            // One of its patches is accepted.
            { "?series=485792", IsOf485792 },
            { "?series=485792&state=", patch => IsOf485792(patch) && IsOpen(patch) && !IsArchived(patch) },
            { "?series=1", patch => IsOpen(patch) && !IsArchived(patch) },
            { "?submitter=80003&state=*&archive=both", patch => (long)patch["submitter"]!["id"]! == 80003 },
            { "?submitter=FERN&state=*&archive=both", patch => Has((string)patch["submitter"]!["name"]!, "fern") },
            { "?submitter=nosuch&state=*&archive=both", _ => true },
            { "?q=vnet+HEADER&state=*&archive=both", patch => Has((string)patch["name"]!, "vnet header") },
            { "?q=%25&state=*&archive=both", patch => Has((string)patch["name"]!, "%") },
            { "?q=%C3%A9&state=*&archive=both", patch => Has((string)patch["name"]!, "é") },
            { "?delegate=Nobody&state=*&archive=both", patch => patch["delegate"] is null },
            { "?delegate=nosuch&state=*&archive=both", _ => true },
        };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task It_has_the_filters_of_Patchwork(string query, Func<JsonNode, bool> isShown)
    {
        var page = await archive.Client.GetPageAsync(List + query);

        var count = s_patches.Count(isShown);
        Assert.Equal(count == 1 ? "1 patch" : $"{count} patches", page.QuerySelector(".summary span").Text());
        Assert.Equal(Math.Min(100, count), page.Rows("Patches").Count);
    }

    [Fact]
    public async Task A_link_leads_to_all_patches()
    {
        var page = await archive.Client.GetPageAsync(List);

        Assert.Equal($"{List}?state=*&archive=both", page.Link("All patches"));
    }

    [Fact]
    public async Task Delegates_are_found_by_number_and_by_name()
    {
        var some = s_patches.First(patch => patch["delegate"] is not null)["delegate"]!;
        var count = s_patches.Count(patch => (long?)patch["delegate"]?["id"] == (long)some["id"]!);
        foreach (var value in new[] { $"{some["id"]}", (string)some["username"]! })
        {
            var page = await archive.Client.GetPageAsync($"{List}?state=*&archive=both&delegate={value}");

            Assert.Equal(count == 1 ? "1 patch" : $"{count} patches", page.QuerySelector(".summary span").Text());
            Assert.Equal(
                (string)some["username"]!,
                page.QuerySelector("select[name=delegate] option[selected]").Text()
            );
        }
    }

    [Theory]
    [InlineData("luci", "luci")]
    [InlineData("nosuch", null)]
    public async Task A_part_of_a_delegates_name_stays_chosen_if_it_is_one(string value, string? chosen)
    {
        var page = await archive.Client.GetPageAsync($"{List}?state=*&archive=both&delegate={value}");

        Assert.Equal(chosen, page.QuerySelector("select[name=delegate] option[selected]")?.TextContent);
    }

    [Fact]
    public async Task A_state_without_patches_stays_chosen()
    {
        var page = await archive.Client.GetPageAsync($"{List}?state=deferred");

        Assert.Empty(page.Rows("Patches"));
        Assert.Equal("deferred", page.QuerySelector("select[name=state] option[selected]").Text());
    }

    [Fact]
    public async Task A_line_shows_series_tags_checks_and_state()
    {
        var page = await archive.Client.GetPageAsync($"{List}?series=485792&state=*&order=name");

        Assert.Equal(
            [
                "[1/3] net/tap: Guard tracing for vnet header (83)|net/tap: Rework error path of vnet header|- 1 1|- - 2|new",
                "[2/3] net/tap: Fix migration of vnet header (84)|net/tap: Rework error path of vnet header|- - -|- - -|new",
                "[3/3] net/tap: Validate leak of vnet header (85)|net/tap: Rework error path of vnet header|- 1 2|1 - -|accepted",
            ],
            page.Rows("Patches").Select(row => $"{row[0]}|{row[1]}|{row[2]}|{row[3]}|{row[7]}")
        );
        Assert.Equal("/series/485792/", page.Link("net/tap: Rework error path of vnet header"));
        Assert.Equal("/person/80003/", page.Link("Lucía Fernández"));
        using var patch = await archive.Client.GetAsync(page.Link("[2/3] net/tap: Fix migration of vnet header (84)"));
        patch.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_tag_for_the_cover_letter_counts_for_each_patch_as_on_the_page_of_the_series()
    {
        var list = await archive.Client.GetPageAsync($"{List}?series=485806&state=*&archive=both&order=name");
        var series = await archive.Client.GetPageAsync("/series/485806/");

        Assert.Equal(["- 1 -", "- 1 -", "- 2 -", "- 1 -", "- 3 -"], list.Rows("Patches").Select(row => row[2]));
        Assert.Equal(series.Rows("Patches").Select(row => row[3]), list.Rows("Patches").Select(row => row[2]));
    }

    [Theory]
    [InlineData("name", 0)]
    [InlineData("-name", 0)]
    [InlineData("delegate", 6)]
    [InlineData("-date", 4)]
    [InlineData("date", 4)]
    public async Task Columns_are_ordered(string order, int column)
    {
        var page = await archive.Client.GetPageAsync($"{List}?state=*&archive=both&order={order}");

        var values = page.Rows("Patches").Select(row => row[column]).ToList();
        var comparer = Comparer<string>.Create(string.CompareOrdinal);
        Assert.Equal(order[0] == '-' ? values.OrderDescending(comparer) : values.Order(comparer), values);
        Assert.Equal(
            order[0] == '-' ? "descending" : "ascending",
            Assert.Single(page.QuerySelectorAll("th[aria-sort]")).GetAttribute("aria-sort")
        );
    }

    [Fact]
    public async Task Submitters_are_ordered_by_name_whatever_its_case()
    {
        var page = await archive.Client.GetPageAsync($"{List}?state=*&archive=both&order=submitter");

        Assert.Equal(
            ["Amara Okafor", "b", "Dmitri Volkov", "Duan, Zhenzhong"],
            page.Rows("Patches").Select(row => row[5]).Distinct().Take(4)
        );
    }

    [Fact]
    public async Task States_and_checks_have_an_order_of_their_own()
    {
        string[] states = ["new", "under-review", "accepted", "rejected", "changes-requested", "superseded"];
        var page = await archive.Client.GetPageAsync($"{List}?state=*&order=-state");
        var shown = page.Rows("Patches").Select(row => Array.IndexOf(states, row[7])).ToList();
        Assert.Equal(shown.OrderDescending(), shown);

        page = await archive.Client.GetPageAsync($"{List}?state=*&order=check");
        var first = page.Rows("Patches").Take(20).ToList();
        Assert.Equal(20, first.Count);
        Assert.All(first, row => Assert.NotEqual('-', row[3][^1]));
    }

    [Fact]
    public async Task Pages_show_each_patch_once()
    {
        var seen = new List<string>();
        for (var address = "?state=*&archive=both"; address is not null; )
        {
            var page = await archive.Client.GetPageAsync(List + address.Split('/')[^1]);
            seen.AddRange(page.QuerySelectorAll("td.name a").Select(link => link.GetAttribute("href")!));
            address = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(s_patches.Count, seen.Count);
        Assert.Distinct(seen);
    }

    [Fact]
    public async Task Another_order_of_the_open_patches_of_a_series_has_no_others()
    {
        var named = await archive.Client.GetPageAsync($"{List}?series=485792&state=&order=name");

        var dated = await archive.Client.GetPageAsync(named.Link("Date")!);

        Assert.Equal(
            named.Rows("Patches").Select(row => row[0]).Order(StringComparer.Ordinal),
            dated.Rows("Patches").Select(row => row[0]).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("x", 1)]
    [InlineData("2", 2)]
    [InlineData("0", 1)]
    [InlineData("-1", 1)]
    [InlineData("99", 4)]
    public async Task A_page_that_does_not_exist_is_another(string number, int shown)
    {
        var page = await archive.Client.GetPageAsync($"{List}?state=*&archive=both&page={number}");

        Assert.Contains($"page {shown.ToString(CultureInfo.InvariantCulture)} of 4", page.Texts(".paging span"));
    }

    [Fact]
    public async Task The_form_keeps_what_was_asked_for()
    {
        var page = await archive.Client.GetPageAsync($"{List}?series=485798&state=*&q=%22%3E%3Cb%3E&order=-name");

        Assert.Equal("\">\u003Cb>", page.QuerySelector("form.filter [name=q]")!.GetAttribute("value"));
        Assert.Equal("485798", page.QuerySelector("form.filter [name=series]")!.GetAttribute("value"));
        Assert.Equal("any", page.QuerySelector("select[name=state] option[selected]").Text());
        Assert.Equal("-name", page.QuerySelector("form.filter [name=order]")!.GetAttribute("value"));
        Assert.Empty(page.QuerySelectorAll("main b"));
        Assert.Contains("No patch matches these filters.", page.Texts("main p"));
    }

    private static bool IsOf485792(JsonNode patch) =>
        patch["series"]!.AsArray().Any(series => (long)series!["id"]! == 485792);

    private static string? State(JsonNode patch) => (string?)patch["state"];

    private static bool IsOpen(JsonNode patch) => State(patch) is "new" or "under-review";

    private static bool IsArchived(JsonNode patch) => (bool)patch["archived"]!;

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Spaced(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
