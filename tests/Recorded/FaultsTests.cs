using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Hosting;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed class FaultsTests
{
    private const string Patch = "/api/patches/2216659/";
    private const string Mbox = "/project/qemu-devel/patch/20260327025228.474257-5-zhenzhong.duan@intel.com/mbox/";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Throttling_says_when_to_come_again(bool asDate)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        patchwork.Faults.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(120), asDate), When.On("/patches/"));
        using var response = await web.GetAsync(Patch);
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(asDate, response.Headers.RetryAfter!.Date is not null);
        if (!asDate)
            Assert.Equal(TimeSpan.FromSeconds(120), response.Headers.RetryAfter.Delta);
        Assert.Equal(200, await web.StatusAsync("/api/events/"));
    }

    [Fact]
    public async Task Statuses_stand_in_for_the_answer()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (
            var (fault, status, type) in new[]
            {
                (Fault.Unavailable(TimeSpan.FromSeconds(1)), 503, "application/json"),
                (Fault.ServerError, 500, "text/html"),
                (Fault.NotFound, 404, "application/json"),
                (Fault.BotWall(), 200, "text/html"),
                (Fault.BotWall(403), 403, "text/html"),
            }
        )
        {
            using var active = patchwork.Faults.Add(fault);
            using var response = await web.GetAsync(Patch);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(1, active.Fired);
        }

        Assert.Equal(200, await web.StatusAsync(Patch));
    }

    [Fact]
    public async Task A_write_that_a_fault_answers_is_not_done()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        using (patchwork.Faults.Add(Fault.ServerError))
            Assert.Equal(500, (await web.SendAsync("PATCH", Patch, new JsonObject { ["state"] = "accepted" })).Status);
        Assert.Equal("new", (string?)(await web.JsonAsync(Patch))["state"]);
    }

    [Fact]
    public async Task JSON_can_be_cut_or_malformed()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var fault in new[] { Fault.TruncatedJson, Fault.MalformedJson })
        {
            using var active = patchwork.Faults.Add(fault);
            var body = await web.BytesAsync(Patch);
            Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
        }
    }

    [Fact]
    public async Task Connections_can_end_early()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var fault in new[] { Fault.CutOff, Fault.Dropped })
        {
            using var active = patchwork.Faults.Add(fault);
            await Assert.ThrowsAsync<HttpRequestException>(() => web.BytesAsync(Patch));
        }

        Assert.Equal(200, await web.StatusAsync(Patch));
    }

    [Fact]
    public async Task An_answer_can_be_waited_for_in_vain()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        using var active = patchwork.Faults.Add(Fault.Hanging);
        var asked = web.GetAsync(Patch);
        await UntilAsync(() => active.Fired == 1 && patchwork.Requests.UnderWay == 1);
        Assert.False(asked.IsCompleted);
        await patchwork.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => asked);
    }

    [Fact]
    public async Task Latency_takes_its_time()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        patchwork.Faults.Add(Fault.Slow(TimeSpan.FromMilliseconds(80)));
        var started = TimeProvider.System.GetTimestamp();
        await web.BytesAsync(Patch);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(75));
    }

    [Fact]
    public async Task Mboxes_can_be_something_else()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        using (patchwork.Faults.Add(Fault.HtmlMbox))
        {
            using var response = await web.GetAsync(Mbox);
            Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(200, await web.StatusAsync(Patch));
        }

        using (patchwork.Faults.Add(Fault.StrangeMbox))
            Assert.StartsWith(
                "patchwork ",
                Encoding.UTF8.GetString(await web.BytesAsync(Mbox)),
                StringComparison.Ordinal
            );
        var whole = await web.BytesAsync(Mbox);
        using (patchwork.Faults.Add(Fault.HugeMbox(3), When.On("/patch/")))
        {
            var huge = await web.BytesAsync(Mbox);
            Assert.Equal(whole.Length + (3 * 1024 * 1024), huge.Length);
            Assert.Equal(whole, huge[..whole.Length]);
        }
    }

    [Fact]
    public async Task Hits_as_often_as_it_is_told()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        patchwork.Faults.Add(
            Fault.ServerError,
            new When
            {
                Skip = 1,
                Every = 3,
                Times = 2,
            }
        );
        List<int> statuses = [];
        for (var request = 0; request < 9; request++)
            statuses.Add(await web.StatusAsync(Patch));
        Assert.Equal([200, 500, 200, 200, 500, 200, 200, 200, 200], statuses);
    }

    [Fact]
    public async Task The_same_seed_hits_the_same_requests()
    {
        List<string> runs = [];
        foreach (var seed in new[] { 7, 7, 8 })
        {
            await using var patchwork = await RecordedPatchwork.StartAsync(
                new RecordedPatchworkOptions { Seed = seed }
            );
            using var web = new Web(patchwork);
            patchwork.Faults.Add(Fault.Unavailable(), new When { Probability = 0.5 });
            var run = "";
            for (var request = 0; request < 40; request++)
                run += await web.StatusAsync(Patch) == 200 ? '.' : 'x';
            runs.Add(run);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
        Assert.InRange(runs[0].Count(each => each == 'x'), 8, 32);
    }

    [Fact]
    public async Task Events_can_show_late()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 30);
        using var web = new Web(patchwork);
        patchwork.Faults.Late = new LateEvents(Every: 10, Requests: 2);
        var counts = new List<int>();
        for (var request = 0; request < 3; request++)
            counts.Add((await web.JsonAsync("/api/events/?per_page=250")).AsArray().Count);
        Assert.Equal([27, 27, 30], counts);

        patchwork.Time.VisibleEvents = 41;
        var first = (await web.JsonAsync("/api/events/?per_page=250"))
            .AsArray()
            .Select(each => (long)each!["id"]!)
            .ToList();
        Assert.DoesNotContain(9100030, first);
        Assert.DoesNotContain(9100040, first);
        Assert.Contains(9100039, first);
        Assert.Contains(9100020, first);
    }

    [Fact]
    public async Task Lists_can_come_out_of_order()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var before = (await web.JsonAsync("/api/events/?order=date"))
            .AsArray()
            .Select(each => (long)each!["id"]!)
            .ToList();
        patchwork.Faults.Add(Fault.ShuffledList, When.On("/events/"));
        var after = (await web.JsonAsync("/api/events/?order=date"))
            .AsArray()
            .Select(each => (long)each!["id"]!)
            .ToList();
        Assert.NotEqual(before, after);
        Assert.Equal(before, after.Order());
    }

    [Fact]
    public async Task An_event_can_show_before_its_change()
    {
        // The 22nd event says that patch 2170000 is under review.
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 21);
        using var web = new Web(patchwork);
        patchwork.Faults.Stale = new StaleReads(Events: 1, Reads: 2);
        patchwork.Time.Advance();
        Assert.Equal("patch-state-changed", (string?)(await web.JsonAsync("/api/events/?per_page=1"))[0]!["category"]);
        List<string?> states = [];
        for (var read = 0; read < 3; read++)
            states.Add((string?)(await web.JsonAsync("/api/patches/2170000/"))["state"]);
        Assert.Equal(["new", "new", "under-review"], states);
        Assert.Equal("new", (string?)(await web.JsonAsync("/api/patches/2170000/?again"))["state"]);
    }

    [Fact]
    public async Task Any_event_can_be_made_up()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 100);
        using var web = new Web(patchwork);
        var song = new JsonObject
        {
            ["category"] = "patch-sung",
            ["payload"] = new JsonObject { ["song"] = 1 },
        };
        var strange = patchwork.Faults.Inject(song);
        patchwork.Faults.Inject(new JsonObject { ["category"] = "patch-created" });
        var gone = (await web.JsonAsync("/api/events/?per_page=1&category=patch-created"))[0]!.DeepClone().AsObject();
        gone["payload"] = new JsonObject
        {
            ["patch"] = new JsonObject { ["id"] = 1, ["url"] = Exchanges.Origin + "/api/patches/1/" },
        };
        gone["id"] = 77;
        gone["date"] = "2025-12-01T16:55:16.000940";
        Assert.Equal(77, patchwork.Faults.Inject(gone));

        Assert.Equal(9102409, strange);
        var newest = await web.JsonAsync("/api/events/?per_page=2");
        Assert.Null(newest[0]!["payload"]);
        Assert.Equal("patch-sung", (string?)newest[1]!["category"]);
        Assert.Equal(77, (long)(await web.JsonAsync("/api/events/?order=date"))[1]!["id"]!);
    }

    [Fact]
    public async Task Requests_are_logged()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        await web.StatusAsync("/api/1.2/patches/2216659/comments/?page=1");
        await web.StatusAsync(Mbox);
        await web.StatusAsync("/api/patches/1/");
        await UntilAsync(() => patchwork.Requests.Count == 3);
        Assert.Equal(1, patchwork.Requests.MostAtOnce);
        Assert.Equal(["patch/mbox", "patches/#", "patches/#/comments"], patchwork.Requests.ByKind.Keys.Order());
        Assert.Contains(
            patchwork.Requests.ToList(),
            request => request is { Method: "GET", Path: "/api/patches/1/", Status: 404 }
        );
        patchwork.Requests.Clear();
        Assert.Equal(0, patchwork.Requests.Count);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline.Span);
        while (!condition())
            await Task.Delay(5, deadline.Token);
    }
}
