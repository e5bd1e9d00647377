using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Azure.Storage.Queues;
using Hookwork.Archive.Cursors;
using Hookwork.Ingest.Status;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Hookwork.Tests.Site;

namespace Hookwork.Tests.Ingest;

/// <summary>The page <c>/status</c>, as a browser gets it.</summary>
public sealed class StatusPageTests : IAsyncLifetime
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private const long Qemu = 14;

    private RecordedPatchwork _patchwork = null!;
    private Deployment _deployment = null!;
    private ServedDeployment _server = null!;

    public async Task InitializeAsync()
    {
        _patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        _deployment = await Deployment.StartAsync(_patchwork.Url);
        _server = await ServedDeployment.StartAsync(_deployment);
        await _deployment.RunToIdleAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _deployment.DisposeAsync();
        await _patchwork.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_gets_a_page_and_everything_else_JSON()
    {
        foreach (
            var (query, accept, type) in new[]
            {
                ("", Browser, "text/html"),
                ("", "*/*", "application/json"),
                ("", "application/json", "application/json"),
                ("?format=json", Browser, "application/json"),
                ("?format=html", "*/*", "text/html"),
            }
        )
        {
            using var answer = await _server.Client.GetAsync($"/status{query}", "Accept", accept);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("Accept", string.Join(", ", answer.Headers.Vary));
        }
    }

    [Fact]
    public void Memory_is_tight_before_it_runs_out()
    {
        // The Functions host takes 180 MB of the 512.
        Assert.Equal(new MemoryStatus(230, 332, IsTight: false), MemoryStatus.Of(512, 230L << 20));
        Assert.Equal(new MemoryStatus(283, 332, IsTight: true), MemoryStatus.Of(512, 283L << 20));
        Assert.True(MemoryStatus.Of(100, 1).IsTight);
    }

    [Fact]
    public void Mapped_files_are_no_memory_in_use()
    {
        const int Size = 32 << 20;
        // Not in the temporary folder, which may itself be memory.
        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}.mapped");
        File.WriteAllBytes(path, new byte[Size]);
        try
        {
            using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
            using var view = file.CreateViewAccessor(0, Size, MemoryMappedFileAccess.Read);
            for (var at = 0; at < Size; at += 4096)
                view.ReadByte(at);

            var used = ProcessMemory.Peak();

            using var process = Process.GetCurrentProcess();
            Assert.InRange(used, 1, process.PeakWorkingSet64 - (OperatingSystem.IsLinux() ? Size / 2 : 0));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_date_that_has_not_come_yet_does_not_empty_the_chart()
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["2026-03-01T11"] = 5,
            ["2999-01-01T00"] = 1,
        };

        var hours = DayOfEvents.Of(counts, new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.Zero));

        Assert.Equal(("2026-03-01T12", 5L), (hours[^1].Hour, hours.Sum(hour => hour.Count)));
    }

    [Fact]
    public async Task The_page_warns_where_memory_is_tight()
    {
        foreach (var (megabytes, warns) in new (string?, bool)[] { ("200", true), ("100000", false), (null, false) })
        {
            await using var deployment = await Deployment.StartAsync(
                _patchwork.Url,
                _deployment.Storage,
                settings: new Dictionary<string, string?> { ["Hookwork:InstanceMegabytes"] = megabytes }
            );
            await using var server = await ServedDeployment.StartAsync(deployment);

            var memory = JsonNode.Parse(await server.Client.GetStringAsync("/status"))!["memory"];
            var page = await server.Client.GetStringAsync("/status?format=html");

            Assert.Equal((megabytes, megabytes is null), (megabytes, memory is null));
            Assert.Equal((megabytes, warns), (megabytes, memory?["isTight"]!.GetValue<bool>() ?? false));
            Assert.Equal((megabytes, warns), (megabytes, page.Contains("instanceMemory", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task The_page_shows_events_queues_and_the_day_of_the_newest_event()
    {
        var (page, json) = await ShowAsync();

        var qemu = json["projects"]!.AsArray().Single(project => (long)project!["id"]! == Qemu)!;
        var row = Row(page, "qemu-devel");
        Assert.Contains("up to date", row.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            new[] { "done", "pending", "failed", "gone" }.Select(status => $"{(long)qemu["events"]![status]!:#,0}"),
            row.QuerySelectorAll("td.number").Select(cell => cell.TextContent)
        );
        var hours = qemu["eventsByHour"]!.AsArray();
        Assert.Equal(24, hours.Count);
        Assert.InRange(hours.Sum(hour => (long)hour!["count"]!), 1, 20);
        Assert.StartsWith((string)hours[^1]!["hour"]!, (string)qemu["cursor"]!, StringComparison.Ordinal);
        var chart = page.QuerySelector("svg[aria-label^='Events of qemu-devel by hour: ']")!;
        Assert.Equal(
            hours.Select(hour => $"{((string)hour!["hour"]!).Replace('T', ' ')}:00: {hour["count"]}"),
            chart.QuerySelectorAll("title").Select(title => title.TextContent)
        );
        Assert.Equal("0", Row(page, "refresh").QuerySelector("td")!.TextContent);
        Assert.Matches(
            "^At [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} UTC$",
            page.QuerySelector("#status > p")!.TextContent
        );
        Assert.Contains(
            "Nothing.",
            page.QuerySelector("[aria-labelledby=failures]")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_walk_shows_how_far_it_is()
    {
        await _deployment.ReconcileAsync(Qemu, WalkScope.All);
        await _deployment.Get<ListWalker>().StartAsync(Qemu, WalkScope.Backfill, "2026-01-01", null, default);
        var (page, _) = await ShowAsync();

        Assert.Equal("100", page.QuerySelector("progress[aria-label='qemu-devel all']")!.GetAttribute("value"));
        Assert.Equal("0", page.QuerySelector("progress[aria-label='qemu-devel backfill']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task What_was_given_up_and_hostile_text_are_shown_as_text()
    {
        await _deployment.Archive.RefreshPoison.SendMessageAsync("<script>alert(1)</script>");
        var (page, _) = await ShowAsync();

        Assert.Equal("bad", Row(page, "refresh-poison").ClassName);
        Assert.Contains(
            "<script>alert(1)</script>",
            page.QuerySelector(".failures li")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(page.QuerySelectorAll("main script"), _ => true);
    }

    [Fact]
    public async Task A_message_to_subscriptions_that_failed_shows_no_address_of_a_target()
    {
        await _deployment.Archive.AnnouncementsPoison.SendMessageAsync(
            """[{"type":"message.exhausted","data":"{\u0022url\u0022:\u0022https://ci.example.org/?token=s3cret"}]"""
        );
        var (page, json) = await ShowAsync();

        Assert.Contains("message.exhausted", page.QuerySelector(".failures li")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("ci.example.org", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("ci.example.org", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_no_Base64_is_counted()
    {
        await new QueueClient(_deployment.Storage, _deployment.Archive.RefreshPoison.Name).SendMessageAsync(
            "not base64!"
        );
        var (page, _) = await ShowAsync();

        Assert.Equal("bad", Row(page, "refresh-poison").ClassName);
    }

    private async Task<(IDocument Page, JsonNode Json)> ShowAsync()
    {
        using var answer = await _server.Client.GetAsync("/status", "Accept", Browser);
        return (await answer.PageAsync(), JsonNode.Parse(await _server.Client.GetStringAsync("/status"))!);
    }

    private static IElement Row(IDocument page, string name) =>
        page.QuerySelectorAll("tr").First(row => row.QuerySelector("th[scope=row]")?.TextContent == name);
}
