using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Hosting;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed partial class TimeTravelTests
{
    private static readonly (string Name, string Payload)[] Kinds =
    [
        ("patches", "patch"),
        ("covers", "cover"),
        ("series", "series"),
    ];

    [Fact]
    public async Task Before_the_first_event_there_is_nothing()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        using var web = new Web(patchwork);
        foreach (var name in new[] { "events", "patches", "covers", "series" })
            Assert.Empty(await web.WalkAsync($"/api/{name}/"));
        Assert.Equal(2, (await web.WalkAsync("/api/projects/")).Count);
        Assert.Equal(404, await web.StatusAsync("/api/patches/2170003/"));
        Assert.Null(patchwork.Time.NewestVisibleDate);
    }

    [Fact]
    public async Task After_a_journey_all_is_as_it_was_recorded()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var moment in new int?[] { 0, 1000, 10, 2409, 500, null })
            patchwork.Time.VisibleEvents = moment;

        Assert.Null(patchwork.Time.VisibleEvents);
        foreach (var name in new[] { "patches", "covers", "series" })
        {
            foreach (var recorded in Exchanges.Read(name))
                Assert.Equal(
                    recorded.ToJsonString(),
                    (await web.JsonAsync($"/api/{name}/{recorded["id"]}/")).ToJsonString()
                );
        }
    }

    [Fact]
    public async Task Resources_are_as_the_visible_events_left_them()
    {
        var events = Exchanges.Read("events");
        var series = Exchanges.Read("series").ToDictionary(each => (long)each["id"]!);
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        using var web = new Web(patchwork);
        Dictionary<string, HashSet<long>> named = Kinds.ToDictionary(kind => kind.Name, _ => new HashSet<long>());
        Dictionary<long, string> states = [];
        Dictionary<long, long?> delegates = [];
        HashSet<long> completed = [];
        Dictionary<(long Patch, long User, string Context), string> checks = [];
        var at = 0;
        foreach (var moment in Enumerable.Range(0, 35).Select(step => 1 + step * 70))
        {
            patchwork.Time.VisibleEvents = moment;
            for (; at < moment && at < events.Count; at++)
            {
                Note(events[at], named, states, delegates, completed);
                var (payload, actor) = (events[at]["payload"]!, events[at]["actor"]);
                if (payload["check"] is { } check)
                    checks[((long)payload["patch"]!["id"]!, (long)actor!["id"]!, (string)check["context"]!)] = (string)
                        check["state"]!;
            }

            Assert.Equal((string?)events[at - 1]["date"], patchwork.Time.NewestVisibleDate);

            var now = (await web.WalkAsync("/api/patches/?per_page=250")).ToDictionary(each => (long)each["id"]!);
            foreach (var (patch, state) in states)
                Assert.Equal(state, (string?)now[patch]["state"]);
            foreach (var (patch, user) in delegates)
                Assert.Equal(user, (long?)now[patch]["delegate"]?["id"]);
            foreach (var (id, patch) in now)
            {
                var current = checks.Where(check => check.Key.Patch == id).Select(check => check.Value).ToList();
                var worst = new[] { "fail", "warning", "pending" }.FirstOrDefault(current.Contains) ?? "success";
                var combined = current.Count == 0 ? "pending" : worst;
                Assert.Equal(combined, (string?)patch["check"]);
            }

            var complete = completed.SelectMany(id => series[id]["patches"]!.AsArray());
            Assert.Equal(named["patches"].Union(complete.Select(each => (long)each!["id"]!)).Order(), now.Keys.Order());
            var covers = await web.WalkAsync("/api/covers/?per_page=250");
            Assert.Equal(named["covers"].Order(), covers.Select(each => (long)each["id"]!).Order());

            var shown = await web.WalkAsync("/api/series/?per_page=250");
            Assert.Equal(named["series"].Order(), shown.Select(each => (long)each["id"]!).Order());
            foreach (var each in shown)
            {
                var members = each["patches"]!.AsArray();
                Assert.Equal(members.Count, (int)each["received_total"]!);
                Assert.Equal(members.Count >= (int)each["total"]!, (bool)each["received_all"]!);
                Assert.All(
                    members,
                    member => Assert.Equal((long)each["id"]!, (long)now[(long)member!["id"]!]["series"]![0]!["id"]!)
                );
                Assert.True(
                    each["cover_letter"] is null || named["covers"].Contains((long)each["cover_letter"]!["id"]!)
                );
                Assert.True(!completed.Contains((long)each["id"]!) || (bool)each["received_all"]!);
            }
        }
    }

    [Fact]
    public async Task A_resource_comes_with_its_event_and_not_before()
    {
        var events = Exchanges.Read("events");
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        using var web = new Web(patchwork);
        foreach (var (raised, at) in events.Select((each, at) => (each, at)).Where(each => each.at % 7 == 0))
        {
            var payload = raised["payload"]!;
            var mail = payload["comment"] ?? payload["check"];
            if (mail is null)
                continue;

            var path = new Uri((string)mail["url"]!).AbsolutePath;
            patchwork.Time.VisibleEvents = at;
            Assert.Equal(404, await web.StatusAsync(path));
            patchwork.Time.Advance();
            Assert.Equal(200, await web.StatusAsync(path));
        }
    }

    [Fact]
    public async Task A_relation_comes_with_its_events()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 108);
        using var web = new Web(patchwork);
        foreach (var related in new[] { 0, 0, 1 })
        {
            Assert.Equal(related, (await web.JsonAsync("/api/patches/2170010/"))["related"]!.AsArray().Count);
            patchwork.Time.Advance();
        }
    }

    [Fact]
    public async Task The_mbox_of_a_mail_that_has_not_come_is_not_there()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 4);
        using var web = new Web(patchwork);
        Assert.Equal(
            200,
            await web.StatusAsync("/project/qemu-devel/patch/20251201165500.1207556-2-dvolkov@nevahost.example/mbox/")
        );
        Assert.Equal(
            404,
            await web.StatusAsync("/project/qemu-devel/patch/20251201165500.1207556-3-dvolkov@nevahost.example/mbox/")
        );
        Assert.Equal(404, await web.StatusAsync("/patch/2170001/mbox/"));
        var series = System.Text.Encoding.UTF8.GetString(await web.BytesAsync("/series/484000/mbox/"));
        Assert.Contains("X-Patchwork-Id: 2170000", series, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Patchwork-Id: 2170001", series, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_mbox_has_the_trailers_of_comments_that_have_come()
    {
        var events = Exchanges.Read("events").ToList();
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var seen = 0;
        foreach (
            var comments in Exchanges
                .Read("patch-comments")
                .Where(each => each["comments"]!.AsArray().Count > 0)
                .Take(60)
        )
        {
            var comment = comments["comments"]!.AsArray()[^1]!;
            var mbox = $"/patch/{comments["patch"]}/mbox/";
            patchwork.Time.VisibleEvents = null;
            using var redirect = await web.GetAsync(mbox);
            var path = redirect.Headers.Location!.OriginalString;
            var whole = await web.BytesAsync(path);
            patchwork.Time.VisibleEvents = events.FindIndex(each =>
                (long?)each["payload"]!["comment"]?["id"] == (long)comment["id"]!
            );
            var before = System.Text.Encoding.UTF8.GetString(await web.BytesAsync(path));
            var trailers = Trailer().Matches((string)comment["content"]!).Select(match => match.Value).ToList();
            foreach (var trailer in trailers)
            {
                seen++;
                Assert.Contains(trailer, System.Text.Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
                Assert.DoesNotContain(trailer, before, StringComparison.Ordinal);
            }

            patchwork.Time.Advance();
            Assert.Equal(
                trailers.Count > 0,
                System.Text.Encoding.UTF8.GetString(await web.BytesAsync(path)).Length > before.Length
            );
        }

        Assert.True(seen > 10);
    }

    [Fact]
    public async Task What_was_written_survives_a_journey()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        await web.SendAsync(
            "PATCH",
            "/api/patches/2170000/",
            new JsonObject { ["state"] = "deferred", ["archived"] = true }
        );
        patchwork.Time.VisibleEvents = 100;
        var patch = await web.JsonAsync("/api/patches/2170000/");
        Assert.Equal("deferred", (string?)patch["state"]);
        Assert.True((bool)patch["archived"]!);
        Assert.Equal(9102409, (long)(await web.JsonAsync("/api/events/?per_page=1"))[0]!["id"]!);
    }

    [GeneratedRegex("^(Tested|Reviewed|Acked|Signed-off|Nacked|Reported)-by:.*$", RegexOptions.Multiline)]
    private static partial Regex Trailer();

    private static void Note(
        JsonNode raised,
        Dictionary<string, HashSet<long>> named,
        Dictionary<long, string> states,
        Dictionary<long, long?> delegates,
        HashSet<long> completed
    )
    {
        var payload = raised["payload"]!;
        foreach (var (name, field) in Kinds)
        {
            if (payload[field] is { } resource)
                named[name].Add((long)resource["id"]!);
        }

        switch ((string)raised["category"]!)
        {
            case "patch-state-changed":
                states[(long)payload["patch"]!["id"]!] = (string)payload["current_state"]!;
                break;
            case "patch-delegated":
                delegates[(long)payload["patch"]!["id"]!] = (long?)payload["current_delegate"]?["id"];
                break;
            case "series-completed":
                completed.Add((long)payload["series"]!["id"]!);
                break;
        }
    }
}
