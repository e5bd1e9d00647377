using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Tests.Site;

/// <summary>The page of events over HTTP, on the archived recording.</summary>
[Collection(ServedArchive.Collection)]
public sealed class EventPagesTests(ServedArchive archive)
{
    [Fact]
    public async Task The_pages_show_every_event_once_the_newest_first()
    {
        List<string> dates = [];
        var count = 0;
        for (var address = "/events/?category=patch-state-changed"; address is not null; count++)
        {
            Assert.InRange(count, 0, 50);
            var page = await archive.Client.PageAsync(address);
            var rows = page.QuerySelectorAll("tbody tr");
            dates.AddRange(rows.Select(row => row.QuerySelector("time")!.GetAttribute("datetime")!));
            Assert.All(
                rows,
                row => Assert.Matches("^patch-state-changed: [a-z-]+ → [a-z-]+$", row.Children[1].TextContent)
            );
            Assert.Equal(count == 0, page.GetElementById("events")!.HasAttribute("data-live"));
            address = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(dates.OrderDescending(StringComparer.Ordinal), dates);
        Assert.Equal(await CountAsync("patch-state-changed"), dates.Count);
    }

    [Theory]
    [InlineData("check-created", "tbody td:nth-child(2)", "check-created: ")]
    [InlineData("series-completed", "tbody a[href^='/series/']", "")]
    [InlineData("patch-comment-created", "tbody a[href*='/patch/'][href*='#']", "")]
    [InlineData("cover-created", "tbody a[href*='/cover/']", "")]
    public async Task An_event_says_what_happened_and_links_to_it(string category, string selector, string text)
    {
        var page = await archive.Client.PageAsync($"/events/?category={category}");
        var rows = page.QuerySelectorAll("tbody tr");
        Assert.NotEmpty(rows);
        var found = page.QuerySelectorAll(selector);
        Assert.Equal(rows.Length, found.Length);
        Assert.All(found, element => Assert.StartsWith(text, element.TextContent, StringComparison.Ordinal));
        if (found[0].GetAttribute("href") is { } address && !address.StartsWith("/series/", StringComparison.Ordinal))
            Assert.Equal(HttpStatusCode.OK, (await archive.Client.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task One_project_can_be_chosen()
    {
        var page = await archive.Client.PageAsync("/events/?project=uboot");
        var rows = page.QuerySelectorAll("tbody tr");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal("uboot", row.Children[4].TextContent));
        Assert.Equal("uboot", page.QuerySelector("select[name=project] option[selected]")!.TextContent);
        page = await archive.Client.PageAsync("/events/?project=uboot&before=2099-01-01T00:00:00~1");
        Assert.Equal("/events/?project=uboot", page.Link("Newest"));
        Assert.Equal(HttpStatusCode.NotFound, (await archive.Client.GetAsync("/events/?project=nosuch")).StatusCode);
    }

    [Theory]
    [InlineData("?before=x")]
    [InlineData("?before=~")]
    [InlineData("?before=2026-01-01~99999999999999999999999")]
    [InlineData("?category=%3Cscript%3E")]
    [InlineData("?category=a&category=b&project=18")]
    public async Task Bad_input_gives_a_page(string query)
    {
        using var answer = await archive.Client.GetAsync("/events/" + query);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_names_the_newest_event()
    {
        using var answer = await archive.Client.GetAsync("/events/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no", Assert.Single(answer.Headers.GetValues("X-Accel-Buffering")));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var line = await reader.ReadLineAsync();
        var newest = await NewestAsync();
        Assert.Equal($"data: {newest}", line);
    }

    [Fact]
    public async Task The_stream_tells_of_an_event_that_is_finished_after_newer_ones()
    {
        var own = await ServedArchive.StartAsync(20);
        try
        {
            using var answer = await own.Client.GetAsync("/events/stream", HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            var first = await reader.ReadLineAsync();
            own.Patchwork.Faults.Inject(
                new JsonObject
                {
                    ["id"] = 9099999,
                    ["category"] = "patch-completed",
                    ["date"] = own.Patchwork.Time.NewestVisibleDate,
                    ["project"] = new JsonObject { ["id"] = 14 },
                    ["payload"] = new JsonObject { ["patch"] = new JsonObject { ["id"] = 2170000 } },
                }
            );
            await own.Deployment.RunToIdleAsync();

            Assert.Equal("", await reader.ReadLineAsync().WaitAsync(Deadline.Span));
            Assert.Equal(first, await reader.ReadLineAsync().WaitAsync(Deadline.Span));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_stream_ends_when_the_app_stops()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await using var server = await ServedDeployment.StartAsync(deployment);
        using var answer = await server.Client.GetAsync("/events/stream", HttpCompletionOption.ResponseHeadersRead);

        deployment.Get<IHostApplicationLifetime>().StopApplication();

        var all = await answer.Content.ReadAsStringAsync().WaitAsync(Deadline.Span);
        Assert.StartsWith("data: ", all, StringComparison.Ordinal);
    }

    /// <summary>The greatest id of the newest events: events of a minute are not in the order of their ids.</summary>
    private async Task<string> NewestAsync() =>
        JsonNode
            .Parse(await archive.Client.GetStringAsync("/api/events/?per_page=250"))!
            .AsArray()
            .Max(item => (long)item!["id"]!)
            .ToString(CultureInfo.InvariantCulture);

    private async Task<int> CountAsync(string category)
    {
        var count = 0;
        for (var page = 1; ; page++)
        {
            using var answer = await archive.Client.GetAsync(
                $"/api/events/?category={category}&per_page=250&page={page}"
            );
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return count;
            count += JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray().Count;
        }
    }
}
