using Azure.Data.Tables;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Ingest;

public sealed class ListWalkerTests
{
    private const long Qemu = 14;
    private const long Uboot = 18;

    [Fact]
    public async Task A_backfill_fetches_what_was_there_before()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Patchwork:Since"] = "now" }
        );
        await deployment.RunToIdleAsync();
        var before = await ArchiveSnapshot.TakeAsync(deployment);

        var walker = deployment.Get<ListWalker>();
        await walker.StartAsync(Qemu, WalkScope.Backfill, null, null, default);
        await walker.StartAsync(Uboot, WalkScope.Backfill, null, null, default);
        await deployment.WalkAsync();

        var after = await ArchiveSnapshot.TakeAsync(deployment);
        Assert.True(before.Count < after.Count / 10);
        ArchiveSnapshot.AssertEqual(
            ArchiveSnapshot.WithoutEvents(await CleanArchive.SnapshotAsync()),
            ArchiveSnapshot.WithoutEvents(after)
        );
        var walks = (await deployment.Get<WalkStore>().AllAsync(default))
            .Where(walk => walk.Scope == WalkScope.Backfill)
            .ToList();
        Assert.All(walks, walk => Assert.NotNull(walk.FinishedAt));
        Assert.Equal(434 + 88 + 122, walks.Sum(walk => walk.Seen));

        // A second walk has nothing to do.
        await walker.StartAsync(Qemu, WalkScope.Backfill, null, null, default);
        await deployment.WalkAsync();
        Assert.Equal(0, await deployment.QueuedAsync(Qemu, WalkScope.Backfill));
    }

    [Fact]
    public async Task A_walk_waits_while_the_server_answers_404_to_everything()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var walker = deployment.Get<ListWalker>();
        await walker.StartAsync(Qemu, WalkScope.All, null, null, default);

        using (patchwork.Faults.Add(Fault.NotFound, When.Always))
        {
            await walker.RunAsync(default);
            await deployment.Get<EventPoller>().PollAsync(default);
        }

        var walk = (await deployment.Get<WalkStore>().AllAsync(default)).Single(walk =>
            walk.Project == Qemu && walk.Scope == WalkScope.All
        );
        Assert.Equal((null, 1), (walk.FinishedAt, walk.Failures));
        Assert.All(await deployment.Get<CursorStore>().AllAsync(default), cursor => Assert.Equal(1, cursor.Failures));
    }

    [Fact]
    public async Task A_walk_adds_nothing_while_more_than_64_messages_wait()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var walker = deployment.Get<ListWalker>();
        await walker.RunAsync(default);
        await walker.StartAsync(Qemu, WalkScope.All, null, null, default);
        patchwork.Requests.Clear();
        for (var message = 0; message < 65; message++)
            await deployment.Archive.Refresh.SendMessageAsync("[]");

        await walker.RunAsync(default);

        Assert.Empty(patchwork.Requests.ByKind);
        await deployment.Archive.Refresh.ClearMessagesAsync();
        await walker.RunAsync(default);
        Assert.Contains("patches", patchwork.Requests.ByKind.Keys);
    }

    [Fact]
    public async Task A_run_reads_recent_pages_for_25_seconds_and_the_next_run_continues()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        var (clock, answering) = (new HastyClock(), TimeSpan.Zero);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            handler: () => new SlowHandler(() => clock.Skip(answering))
        );
        await deployment.RunToIdleAsync();
        var walker = deployment.Get<ListWalker>();
        await walker.RunAsync(default);
        await walker.StartAsync(Qemu, WalkScope.Recent, null, null, default);
        patchwork.Requests.Clear();
        answering = TimeSpan.FromSeconds(10);

        await walker.RunAsync(default);

        // Bundles and patches within 20 seconds, then the request that takes too long.
        Assert.InRange(patchwork.Requests.Count, 1, 3);
        Assert.NotNull((await RecentAsync()).At);
        answering = TimeSpan.Zero;
        await walker.RunAsync(default);
        Assert.Null((await RecentAsync()).At);
        Assert.Equal(["bundles", "covers", "patches", "series"], patchwork.Requests.ByKind.Keys.Order());

        async Task<Walk> RecentAsync() =>
            (await deployment.Get<WalkStore>().AllAsync(default)).Single(walk =>
                walk.Project == Qemu && walk.Scope == WalkScope.Recent
            );
    }

    [Fact]
    public async Task A_walk_that_only_a_newer_version_knows_is_left_alone()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var newer = new TableEntity("walk", "0000000014-newer") { ["Project"] = Qemu, ["Scope"] = "Newer" };
        await deployment.Archive.Cursors.AddEntityAsync(newer);

        await deployment.Get<ListWalker>().RunAsync(default);

        Assert.DoesNotContain(await deployment.Get<WalkStore>().AllAsync(default), walk => walk.StartedAt == default);
    }

    [Fact]
    public async Task A_backfill_keeps_to_its_dates()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Patchwork:Since"] = "now" }
        );
        await deployment.RunToIdleAsync();
        await deployment.Get<ListWalker>().StartAsync(Uboot, WalkScope.Backfill, "2026-01-01", "2026-02-01", default);
        await deployment.WalkAsync();

        var dates = (await ArchiveSnapshot.TakeAsync(deployment))
            .Where(line =>
                line.StartsWith("Patch 1", StringComparison.Ordinal)
                || line.StartsWith("Patch 2", StringComparison.Ordinal)
            )
            .Select(line => System.Text.RegularExpressions.Regex.Match(line, "\"date\":\"([^\"]+)\"").Groups[1].Value)
            .ToList();
        Assert.Contains(dates, date => date.StartsWith("2026-01", StringComparison.Ordinal));
        Assert.DoesNotContain(dates, date => date.StartsWith("2025", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reconciliation_repairs_what_raises_no_event()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, archive.Storage);
        await deployment.RunToIdleAsync();
        await Maintainer.SendAsync(
            patchwork.Url,
            HttpMethod.Patch,
            "api/patches/2216659/",
            new { archived = true, commit_ref = "0123456789abcdef" }
        );

        await deployment.RunToIdleAsync();
        Assert.False((bool)(await ReadAsync())["archived"]!);
        await deployment.Get<ListWalker>().StartAsync(Qemu, WalkScope.Recent, null, null, default);
        await deployment.Get<ListWalker>().StartAsync(Qemu, WalkScope.All, null, null, default);
        await deployment.WalkAsync();

        Assert.True((bool)(await ReadAsync())["archived"]!);
        Assert.Equal("0123456789abcdef", (string?)(await ReadAsync())["commit_ref"]);
        Assert.Equal(1, await deployment.QueuedAsync(Qemu, WalkScope.All));

        async Task<System.Text.Json.Nodes.JsonObject> ReadAsync() =>
            (await deployment.Get<ResourceReader>().ReadAsync(ResourceKind.Patch, 2216659, default))!;
    }

    [Fact]
    public async Task A_reconciliation_buries_what_the_server_deleted_and_renews_names()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, archive.Storage);
        await deployment.RunToIdleAsync();
        var stale =
            """{"id":81636,"url":"/api/people/81636/","name":"Somebody Else","email":"zhenzhong.duan@intel.com"}"""u8.ToArray();
        await deployment
            .Get<EmbeddedStore>()
            .PutAsync(EmbeddedKind.Person, 81636, stale, DateTimeOffset.UtcNow, default);
        patchwork.Administration.DeletePatch(2216269);
        patchwork.Administration.EditProject(Qemu, "webscm_url", "https://example.org/moved");
        using (var before = await deployment.Get<Catalogs>().UseNewestAsync(Qemu, default))
            Assert.Contains(
                CatalogDump.Of(before.File),
                line => line.StartsWith("patch 2216269 ", StringComparison.Ordinal)
            );

        await deployment.Get<ListWalker>().StartAsync(Qemu, WalkScope.All, null, null, default);
        await deployment.WalkAsync();

        Assert.Null(await deployment.Get<ResourceReader>().ReadAsync(ResourceKind.Patch, 2216269, default));
        Assert.Equal(
            "Duan, Zhenzhong",
            (string?)
                (await deployment.Get<ResourceReader>().ReadAsync(ResourceKind.Patch, 2216659, default))!["submitter"]![
                    "name"
                ]
        );
        Assert.Contains(
            "https://example.org/moved",
            System.Text.Encoding.UTF8.GetString(
                (await deployment.Get<EmbeddedStore>().JsonAsync(EmbeddedKind.Project, Qemu, default))!
            ),
            StringComparison.Ordinal
        );
        using var lease = await deployment.Get<Catalogs>().UseNewestAsync(Qemu, default);
        var dump = CatalogDump.Of(lease.File);
        Assert.DoesNotContain(
            dump,
            line =>
                line.StartsWith("patch 2216269 ", StringComparison.Ordinal)
                || line.StartsWith("mail 0/0/2216269 ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(dump, line => line.Contains("Somebody Else", StringComparison.Ordinal));

        using var folder = SmallArchive.TestFolder();
        using var built = CatalogFile.Create(folder.NewFile(), Qemu);
        await deployment.Get<Rebuild>().RunAsync(built, default);
        ArchiveSnapshot.AssertEqual(CatalogDump.Of(built), dump);
    }
}
