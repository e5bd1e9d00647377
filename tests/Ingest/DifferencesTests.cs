using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Patchwork.Resources;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>What a live server does and the recording does not show: the mirror answers as the server does.</summary>
public sealed class DifferencesTests
{
    private const int Events = 45;
    private const long Qemu = 14;

    [Theory]
    [InlineData("no-brackets@example.org")]
    [InlineData("<<nested@example.org>")]
    [InlineData("<..>")]
    public async Task A_patch_whose_mbox_the_server_refuses_is_archived_from_its_series(string messageId)
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var (patch, series) = await PatchOfSeriesAsync(patchwork);
        patchwork.Administration.SetMessageId(patch, messageId);

        await deployment.RunToIdleAsync();

        await using var served = await ServedDeployment.StartAsync(deployment);
        await AssertSameAsync(patchwork, served, $"/api/1.3/patches/{patch}/");
        await AssertSameAsync(patchwork, served, $"/api/1.3/patches/?order=id&per_page=250");
        await AssertSameAsync(patchwork, served, $"/api/1.3/series/{series}/");
        await AssertSameAsync(patchwork, served, $"/series/{series}/mbox/");
        Assert.Equal(HttpStatusCode.NotFound, (await served.Client.GetAsync($"/patch/{patch}/mbox/")).StatusCode);
        Assert.Empty((await deployment.Get<StatusReporter>().ReportAsync(default)).Failures);
    }

    [Fact]
    public async Task A_patch_is_not_served_the_mbox_of_another_that_its_address_leads_to()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var (patch, series) = await PatchOfSeriesAsync(patchwork);
        patchwork.Administration.SetMessageId(patch, "<a%2Fb@example.org>");
        patchwork.Administration.SetMessageId(2170000, "<a/b@example.org>");

        await deployment.RunToIdleAsync();

        await using var served = await ServedDeployment.StartAsync(deployment);
        await AssertSameAsync(patchwork, served, "/project/qemu-devel/patch/a%252Fb@example.org/mbox/");
        await AssertSameAsync(patchwork, served, $"/series/{series}/mbox/");
        await AssertSameAsync(patchwork, served, $"/api/1.3/patches/{patch}/");
    }

    [Fact]
    public async Task A_patch_that_has_no_mbox_anywhere_is_a_fact_and_no_failure()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var (patch, series) = await PatchOfSeriesAsync(patchwork);
        patchwork.Administration.SetMessageId(patch, "no-brackets@example.org");
        using var broken = patchwork.Faults.Add(Fault.ServerError, When.On($"/series/{series}/mbox/"));

        await deployment.RunToIdleAsync();
        await deployment.ReconcileAsync(Qemu, WalkScope.All);
        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        await using var served = await ServedDeployment.StartAsync(deployment);
        await AssertSameAsync(patchwork, served, $"/api/1.3/patches/{patch}/");
        await AssertSameAsync(patchwork, served, $"/api/1.3/series/{series}/");
        Assert.Equal(HttpStatusCode.NotFound, (await served.Client.GetAsync($"/series/{series}/mbox/")).StatusCode);
        Assert.True((await deployment.Get<ResourceStore>().RowAsync(ResourceKind.Patch, patch, default)).LacksMbox);
        Assert.Equal(0, (await deployment.Archive.RefreshPoison.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Empty((await deployment.Get<StatusReporter>().ReportAsync(default)).Failures);
    }

    [Fact]
    public async Task An_id_that_a_restored_server_gives_to_another_patch_has_that_ones_mbox_and_Message_ID()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var (patch, series) = await PatchOfSeriesAsync(patchwork);
        var former = Path((await JsonAsync(patchwork, $"/api/1.3/patches/{patch}/"))["mbox"]);
        patchwork.Administration.SetMessageId(patch, "<another@example.org>");
        patchwork.Administration.EditPatch(patch, "content", "Another mail.\n");

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        await using var served = await ServedDeployment.StartAsync(deployment);
        await AssertSameAsync(patchwork, served, "/project/qemu-devel/patch/another@example.org/mbox/");
        await AssertSameAsync(patchwork, served, $"/series/{series}/mbox/");
        await AssertSameAsync(patchwork, served, $"/api/1.3/patches/{patch}/");
        Assert.Equal(HttpStatusCode.NotFound, (await served.Client.GetAsync(former)).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_id_of_another_patch_has_no_mbox_rather_than_that_of_the_former_one(bool wasDeleted)
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var (patch, _) = await PatchOfSeriesAsync(patchwork);
        await RefreshAsync(item => item);
        Assert.True(await deployment.Get<MboxStore>().ExistsAsync(Qemu, ResourceKind.Patch, patch, default));
        if (wasDeleted)
        {
            using var deleted = patchwork.Faults.Add(Fault.NotFound, When.On($"/patches/{patch}/"));
            await RefreshAsync(item => item with { Missing = true });
        }
        patchwork.Administration.SetMessageId(patch, "<another@example.org>");
        using var refused = patchwork.Faults.Add(Fault.NotFound, When.On("/mbox/"));

        await RefreshAsync(item => item with { Attempts = Refresher.MostAttempts - 1 });

        Assert.True((await deployment.Get<ResourceStore>().RowAsync(ResourceKind.Patch, patch, default)).LacksMbox);
        Assert.False(await deployment.Get<MboxStore>().ExistsAsync(Qemu, ResourceKind.Patch, patch, default));

        Task RefreshAsync(Func<RefreshItem, RefreshItem> change) =>
            deployment
                .Get<Refresher>()
                .RunAsync(
                    [
                        change(
                            new RefreshItem(ResourceKind.Patch, patch, Qemu)
                            {
                                Parts = ResourceFetch.Everything(ResourceKind.Patch),
                                AsOf = DateTimeOffset.UtcNow,
                            }
                        ),
                    ],
                    default
                );
    }

    [Fact]
    public async Task What_names_a_deleted_patch_follows_at_once()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var (patch, series) = await PatchOfSeriesAsync(patchwork);
        patchwork.Administration.Relate(patch, 2170000);
        await deployment.RunToIdleAsync();
        patchwork.Administration.DeletePatch(patch);

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        await using var served = await ServedDeployment.StartAsync(deployment);
        foreach (
            var path in (string[])
                [
                    $"/api/1.3/patches/{patch}/",
                    $"/api/1.3/patches/{patch}/comments/",
                    $"/api/1.3/patches/{patch}/checks/",
                    $"/api/1.3/series/{series}/",
                    $"/series/{series}/mbox/",
                    "/api/1.3/patches/2170000/",
                    "/api/1.3/events/?per_page=250&order=date",
                    $"/api/1.3/events/?patch={patch}",
                ]
        )
            await AssertSameAsync(patchwork, served, path);
    }

    [Fact]
    public async Task A_deleted_cover_letter_takes_its_series_patches_and_events_along()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var cover = (await JsonAsync(patchwork, "/api/1.3/covers/?order=id"))[0]!;
        var series = (long)cover["series"]![0]!["id"]!;
        var patch = (long)(await JsonAsync(patchwork, $"/api/1.3/series/{series}/"))["patches"]![0]!["id"]!;
        patchwork.Administration.DeleteCover((long)cover["id"]!);

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        await using var served = await ServedDeployment.StartAsync(deployment);
        foreach (
            var path in (string[])
                [
                    $"/api/1.3/covers/{cover["id"]}/",
                    $"/api/1.3/series/{series}/",
                    $"/api/1.3/patches/{patch}/",
                    "/api/1.3/events/?per_page=250&order=date",
                ]
        )
            await AssertSameAsync(patchwork, served, path);
    }

    [Fact]
    public async Task A_catalog_built_anew_lacks_the_events_of_a_deleted_patch_too()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        patchwork.Administration.DeletePatch((await PatchOfSeriesAsync(patchwork)).Patch);
        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        await using var other = await Deployment.StartAsync(patchwork.Url, deployment.Storage);

        await using var served = await ServedDeployment.StartAsync(other);
        await AssertSameAsync(patchwork, served, "/api/1.3/events/?per_page=250&order=date");
    }

    [Fact]
    public async Task A_deleted_comment_is_noticed_when_the_last_events_are_read_again()
    {
        // Within three hours of the newest event, between two others.
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 55);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        await deployment.RunToIdleAsync();
        var comment = (await JsonAsync(patchwork, "/api/1.3/events/?order=-date&category=patch-comment-created"))[0]!;
        patchwork.Administration.DeleteComment((long)comment["payload"]!["comment"]!["id"]!);
        clock.Advance(TimeSpan.FromHours(2));

        await deployment.RunToIdleAsync();
        // The refresh of a copy of its message ends later.
        var late = new EventOutcome((long)comment["project"]!["id"]!, (long)comment["id"]!, EventStatus.Done, null);
        await deployment.Get<EventLog>().FinishAsync([late], default);

        await using var served = await ServedDeployment.StartAsync(deployment);
        foreach (
            var path in (string[])
                [
                    "/api/1.3/events/?per_page=250&order=date",
                    $"/api/1.3/patches/{comment["payload"]!["patch"]!["id"]}/comments/",
                    new Uri((string)comment["payload"]!["patch"]!["mbox"]!).PathAndQuery,
                ]
        )
            await AssertSameAsync(patchwork, served, path);
    }

    [Fact]
    public async Task An_event_that_those_read_again_need_not_show_is_not_taken_for_deleted()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var requested = DateTimeOffset.UtcNow.AddMinutes(-1);
        await deployment.RunToIdleAsync();
        var events = (await JsonAsync(patchwork, "/api/1.3/events/?per_page=250&order=date")).AsArray();
        var (id, date, newer) = ((long)events[10]!["id"]!, (string)events[10]!["date"]!, (string)events[11]!["date"]!);
        Assert.NotEqual(date, newer);

        // Ids and dates may be in different orders, if the server wrote several at once.
        await CompareAsync(newer, DateTimeOffset.MaxValue);
        Assert.Equal(EventStatus.Done, await StatusAsync());

        // It was pushed, and finished, after the page was read.
        await CompareAsync(date, requested);
        Assert.Equal(EventStatus.Done, await StatusAsync());

        await CompareAsync(date, DateTimeOffset.MaxValue);
        Assert.Equal(EventStatus.Gone, await StatusAsync());

        Task CompareAsync(string listed, DateTimeOffset since) =>
            deployment
                .Get<DeletedEvents>()
                .CompareAsync([.. new[] { id - 1, id + 1 }.Select(other => Listed(other, listed))], since, default);

        async Task<string> StatusAsync() =>
            Assert.Single(await deployment.Get<EventLog>().ReadAsync(Qemu, [id], default)).Status;

        static ReadEvent Listed(long id, string date) =>
            new(
                default,
                new Event
                {
                    Id = id,
                    Date = date,
                    Project = new Project { Id = Qemu },
                },
                null
            );
    }

    [Fact]
    public async Task An_mbox_names_the_submitter_as_the_server_does_now()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var (patch, series) = await PatchOfSeriesAsync(patchwork);
        await deployment.RunToIdleAsync();
        var listed = await JsonAsync(patchwork, $"/api/1.3/patches/{patch}/");
        var address = new Uri((string)listed["mbox"]!).PathAndQuery;
        await using var served = await ServedDeployment.StartAsync(deployment);
        var before = (await served.Client.GetAsync(address)).Headers.ETag;
        patchwork.Administration.RenamePerson((long)listed["submitter"]!["id"]!, "Another Name");

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        await AssertSameAsync(patchwork, served, address);
        await AssertSameAsync(patchwork, served, $"/series/{series}/mbox/");
        await AssertSameAsync(patchwork, served, $"/api/1.3/patches/{patch}/");
        using var again = await served.Client.GetAsync(address, "If-None-Match", before!.ToString());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Addresses_have_the_link_name_that_a_project_has_now()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        patchwork.Administration.RenameProject(Qemu, "qemu");

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        // A new process: the names of projects are cached for a minute.
        await using var other = await Deployment.StartAsync(patchwork.Url, deployment.Storage);
        await using var served = await ServedDeployment.StartAsync(other);
        foreach (var list in new[] { "patches", "covers", "series" })
        {
            var path = $"/api/1.3/{list}/?per_page=250&order=id";
            var theirs = (await JsonAsync(patchwork, path)).AsArray();
            var ours = JsonNode.Parse(await served.Client.GetStringAsync(path))!.AsArray();
            Assert.Equal(
                theirs.Select(item => (Path(item!["web_url"]), Path(item["mbox"]))),
                ours.Select(item => (Path(item!["web_url"]), Path(item["mbox"])))
            );
            await AssertSameAsync(patchwork, served, Path(theirs[0]!["mbox"]));
        }
        Assert.Equal(0, await deployment.QueuedAsync(Qemu, WalkScope.All));
    }

    [Fact]
    public async Task Only_the_event_of_a_dissolved_relation_waits()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, archive.Storage);
        await deployment.RunToIdleAsync();
        await SendAsync(new JsonObject { ["related"] = new JsonArray(2170010) });
        await SendAsync(new JsonObject { ["related"] = new JsonArray() });
        await SendAsync(new JsonObject { ["state"] = "deferred" });

        await deployment.PollAsync();
        foreach (var message in (await deployment.Archive.Refresh.ReceiveMessagesAsync(32)).Value)
            await deployment.Get<Refresher>().RunAsync(RefreshQueue.Read(message.Body.ToString())!, default);

        var open = await deployment.Get<EventLog>().OpenAsync(null, default).ToListAsync();
        var events = (await JsonAsync(patchwork, "/api/1.3/events/?patch=2170009&order=-date"))
            .AsArray()
            .Take(3)
            .ToDictionary(e => (long)e!["id"]!, e => (string)e!["category"]!);
        Assert.Equal(
            ["patch-relation-changed", "patch-relation-changed"],
            open.Where(item => events.ContainsKey(item.Id)).Select(item => events[item.Id])
        );
        var patch = await deployment.Get<ResourceReader>().ReadAsync(ResourceKind.Patch, 2170009, default);
        Assert.Equal("deferred", (string?)patch!["state"]);

        Task SendAsync(JsonObject change) =>
            Maintainer.SendAsync(patchwork.Url, HttpMethod.Patch, "api/1.3/patches/2170009/", change);
    }

    internal static Task<RecordedPatchwork> StartAsync() => RecordedPatchwork.StartAsync(visibleEvents: Events);

    /// <summary>A patch of a series with several, which was posted with a cover letter.</summary>
    internal static async Task<(long Patch, long Series)> PatchOfSeriesAsync(RecordedPatchwork patchwork)
    {
        var series = (await JsonAsync(patchwork, "/api/1.3/series/?order=id"))
            .AsArray()
            .First(item => item!["patches"]!.AsArray().Count > 2)!;
        return ((long)series["patches"]![1]!["id"]!, (long)series["id"]!);
    }

    internal static async Task<JsonNode> JsonAsync(RecordedPatchwork patchwork, string path)
    {
        using var client = new HttpClient();
        return JsonNode.Parse(await client.GetStringAsync(new Uri(patchwork.Url, path)))!;
    }

    private static string Path(JsonNode? address) => new Uri((string)address!).PathAndQuery;

    /// <summary>Compares status and body of the server and the mirror, but for their hosts.</summary>
    private static async Task AssertSameAsync(RecordedPatchwork patchwork, ServedDeployment served, string path)
    {
        using var client = new HttpClient { BaseAddress = patchwork.Url };
        var (theirs, ours) = (await client.GetAsync(path), await served.Client.GetAsync(path));
        Assert.Equal((path, theirs.StatusCode), (path, ours.StatusCode));
        if (theirs.StatusCode != HttpStatusCode.NotFound)
            Assert.Equal(await TextAsync(client, theirs), await TextAsync(served.Client, ours));
    }

    private static async Task<string> TextAsync(HttpClient client, HttpResponseMessage answer) =>
        (await answer.Content.ReadAsStringAsync()).Replace(
            client.BaseAddress!.GetLeftPart(UriPartial.Authority),
            "http://host",
            StringComparison.Ordinal
        );
}
