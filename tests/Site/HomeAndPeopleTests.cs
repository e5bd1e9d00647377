using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Hookwork.Recorded;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Site;

/// <summary>The front page and the pages of people over HTTP, compared with the recording.</summary>
[Collection(ServedArchive.Collection)]
public sealed class HomeAndPeopleTests(ServedArchive archive)
{
    [Fact]
    public async Task An_address_with_nothing_has_a_page_that_says_so()
    {
        using var answer = await archive.Client.GetAsync("/nosuch");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(
            "There is nothing at this address.",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        using var refused = await archive.Client.PostAsync("/health/live", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task The_front_page_has_each_project_with_a_year_of_its_mails()
    {
        var page = await archive.Client.GetPageAsync("/");

        Assert.Equal(
            Exchanges.Read("projects").Select(project => (string)project["name"]!),
            page.Texts("section.project h2")
        );
        var dates = Exchanges
            .Read("patches")
            .Concat(Exchanges.Read("covers"))
            .Concat(Exchanges.Read("patch-comments").SelectMany(all => all["comments"]!.AsArray()).OfType<JsonNode>())
            .Concat(Exchanges.Read("cover-comments").SelectMany(all => all["comments"]!.AsArray()).OfType<JsonNode>())
            .Select(mail => Day((string)mail["date"]!))
            .ToList();
        var charts = page.QuerySelectorAll("section.project svg").Select(Bars).ToList();
        Assert.All(charts, chart => Assert.Equal(53, chart.Count));
        foreach (var (name, _) in charts[0])
        {
            var monday = DateTime.Parse(name, CultureInfo.InvariantCulture);
            Assert.Equal(DayOfWeek.Monday, monday.DayOfWeek);
            Assert.Equal(
                dates.Count(date => date >= monday && date < monday.AddDays(7)),
                charts.Sum(chart => chart.Single(bar => bar.Name == name).Count)
            );
        }
    }

    [Fact]
    public async Task The_front_page_has_what_was_completed_lately_and_what_waits_for_review()
    {
        var page = await archive.Client.GetPageAsync("/");

        var all = Exchanges
            .Read("series")
            .Where(series => (string?)series["project"]!["link_name"] == "qemu-devel" && (bool)series["received_all"]!)
            .OrderByDescending(series => (string?)series["date"], StringComparer.Ordinal)
            .ThenByDescending(series => (long)series["id"]!)
            .ToList();
        Assert.Equal(
            all.Take(10).Select(series => $"/series/{series["id"]}/"),
            Links(page, "Series of QEMU Development completed lately")
        );

        var waiting = Links(page, "Series of QEMU Development that wait for review");
        Assert.Equal(10, waiting.Count);
        // Its v2 came three days later.
        Assert.DoesNotContain("/series/491616/", waiting);
        var order = all.ConvertAll(series => $"/series/{series["id"]}/");
        Assert.Equal(waiting.OrderByDescending(order.IndexOf), waiting);
        foreach (var series in waiting)
        {
            var shown = await archive.Client.GetPageAsync(series);
            Assert.All(shown.Rows("Patches"), row => Assert.StartsWith("- - ", row[3], StringComparison.Ordinal));
            Assert.Contains(shown.Rows("Patches"), row => row[2] is "new" or "under-review");
        }
    }

    [Fact]
    public async Task A_series_with_a_date_in_the_future_hides_no_others()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 110);
        patchwork.Administration.EditSeries(484001, "date", "2099-01-01T00:00:00");
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await using var server = await ServedDeployment.StartAsync(deployment);

        var page = await server.Client.GetPageAsync("/");

        var future = await server.Client.GetPageAsync("/series/484001/");
        Assert.Contains("2099-01-01", future.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("/series/484001/", Links(page, "Series of QEMU Development completed lately"));
        Assert.Contains("/series/484003/", Links(page, "Series of QEMU Development that wait for review"));
    }

    [Fact]
    public async Task A_person_has_what_they_sent_and_reviewed_by_month()
    {
        var page = await archive.Client.GetPageAsync("/person/80003/");

        Assert.Equal("Lucía Fernández", page.QuerySelector("h1").Text());
        var sent = Exchanges
            .Read("patches")
            .Concat(Exchanges.Read("covers"))
            .Where(mail => (long)mail["submitter"]!["id"]! == 80003)
            .Select(Month)
            .ToList();
        Assert.All(
            Bars(page.QuerySelector("section[aria-label=Sent] svg")!),
            bar => Assert.Equal(sent.Count(month => month == bar.Name), bar.Count)
        );
        var submitters = Exchanges
            .Read("patches")
            .ToDictionary(patch => (long)patch["id"]!, patch => (long)patch["submitter"]!["id"]!);
        var reviews = Exchanges
            .Read("patch-comments")
            .Where(all => submitters[(long)all["patch"]!] != 80003)
            .SelectMany(all => all["comments"]!.AsArray())
            .Where(comment => (long)comment!["submitter"]!["id"]! == 80003)
            .ToList();
        Assert.True(reviews.Count > 10);
        // The chart has two years, and the recording does not become younger.
        var reviewed = Bars(page.QuerySelector("section[aria-label=Reviewed] svg")!);
        Assert.Equal(
            reviews.Exists(comment => reviewed.Exists(bar => bar.Name == Month(comment!))),
            reviewed.Exists(bar => bar.Count > 0)
        );
        Assert.Equal(10, page.QuerySelectorAll(".reviews li").Length);
        Assert.All(page.Rows("Series"), row => Assert.Equal("Lucía Fernández", row[6]));
        Assert.Equal(10, page.Rows("Series").Count);
        var list = await archive.Client.GetPageAsync(page.Link("Patches in qemu-devel")!);
        Assert.NotEmpty(list.Rows("Patches"));
        Assert.All(list.Rows("Patches"), row => Assert.Equal("Lucía Fernández", row[5]));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/person/80003/")]
    [InlineData("/search?q=virtio&format=html")]
    public async Task A_chart_says_its_values_to_screen_readers(string address)
    {
        var page = await archive.Client.PageAsync(address);

        var charts = page.QuerySelectorAll("svg");
        Assert.NotEmpty(charts);
        Assert.All(
            charts,
            chart =>
            {
                var bars = Bars(chart);
                var highest = bars.MaxBy(bar => bar.Count);
                // The front page has a year, and the recording does not become younger.
                Assert.EndsWith(
                    highest.Count > 0
                        ? $": {bars.Sum(bar => bar.Count)} in all, at most {highest.Count} ({highest.Name})"
                        : ": none",
                    chart.GetAttribute("aria-label"),
                    StringComparison.Ordinal
                );
                Assert.Equal("group", chart.GetAttribute("role"));
                Assert.Equal(
                    bars.Where(bar => bar.Count > 0).Select(bar => $"{bar.Name}: {bar.Count}"),
                    chart.Texts("a[href] > title, g[role=img]:not([aria-hidden]) > title")
                );
            }
        );
    }

    private static DateTime Day(string date) =>
        DateTime.Parse(
            date,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal
        );

    private static string Month(JsonNode mail) =>
        Day((string)mail["date"]!).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static List<string> Links(IParentNode page, string label) =>
        [.. page.QuerySelectorAll($"[aria-label=\"{label}\"] td.name a").Select(link => link.GetAttribute("href")!)];

    /// <summary>The bars of a chart: what each says when one points at it.</summary>
    private static List<(string Name, int Count)> Bars(IElement chart) =>
        [
            .. chart
                .QuerySelectorAll("title")
                .Select(title => title.Text().Split(": "))
                .Select(bar => (bar[0], int.Parse(bar[1], CultureInfo.InvariantCulture))),
        ];
}
