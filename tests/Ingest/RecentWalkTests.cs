using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>Changes that raise no event, on a server whose mails are years old.</summary>
public sealed class RecentWalkTests
{
    private const long Qemu = 14;

    private readonly TestClock _clock = new(stands: true);

    [Fact]
    public async Task Silent_changes_in_bulk_show_within_a_quarter_of_an_hour()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await StartAsync(patchwork, archive);
        var patches = await IdsAsync(deployment, ResourceKind.Patch);
        Assert.InRange(patches.Count, 251, 500);
        var cover = (await IdsAsync(deployment, ResourceKind.Cover))[0];
        var series = (await IdsAsync(deployment, ResourceKind.Series))[0];
        foreach (var patch in patches)
            await Maintainer.SendAsync(
                patchwork.Url,
                HttpMethod.Patch,
                $"api/patches/{patch}/",
                new { archived = true, commit_ref = "0123456789abcdef" }
            );
        patchwork.Administration.EditSeries(series, "name", "Another name");
        patchwork.Administration.EditCover(cover, "name", "[PATCH 0/1] Another name");

        await QuarterAsync(deployment);

        foreach (var patch in patches)
        {
            var shown = await ReadAsync(deployment, ResourceKind.Patch, patch);
            Assert.Equal((true, "0123456789abcdef"), ((bool)shown!["archived"]!, (string?)shown["commit_ref"]));
        }
        Assert.Equal("Another name", (string?)(await ReadAsync(deployment, ResourceKind.Series, series))!["name"]);
        Assert.Equal(
            "[PATCH 0/1] Another name",
            (string?)(await ReadAsync(deployment, ResourceKind.Cover, cover))!["name"]
        );
    }

    [Fact]
    public async Task A_dissolved_relation_shows_within_a_quarter_of_an_hour()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await StartAsync(patchwork, archive);
        Assert.Single((await ReadAsync(deployment, ResourceKind.Patch, 2170010))!["related"]!.AsArray());
        patchwork.Administration.Relate(2170010);
        patchwork.Administration.Relate(2170011);

        await QuarterAsync(deployment);

        foreach (var patch in new[] { 2170010, 2170011 })
            Assert.Empty((await ReadAsync(deployment, ResourceKind.Patch, patch))!["related"]!.AsArray());
    }

    [Fact]
    public async Task Patches_deleted_at_the_edges_of_pages_are_gone_within_a_quarter_of_an_hour()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await StartAsync(patchwork, archive);
        var newestFirst = (await IdsAsync(deployment, ResourceKind.Patch)).Reverse().ToList();
        long[] deleted = [.. new[] { 0, 100, 248, 249, 250, 251, newestFirst.Count - 1 }.Select(at => newestFirst[at])];
        foreach (var patch in deleted)
            patchwork.Administration.DeletePatch(patch);

        await QuarterAsync(deployment);

        Assert.Equal(newestFirst.Except(deleted).Order(), await IdsAsync(deployment, ResourceKind.Patch));
    }

    [Fact]
    public async Task What_walks_ask_for_again_and_again_does_not_pile_up_behind_a_wall()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var archive = await CleanArchive.CopyAsync();
        await using var deployment = await StartAsync(patchwork, archive);
        var queue = deployment.Archive.Refresh;
        patchwork.Administration.Relate(2170010);
        patchwork.Administration.Relate(2170011);
        _clock.Advance(TimeSpan.FromMinutes(15));
        await deployment.Get<ListWalker>().RunAsync(default);
        var asked = Assert.Single(
            (await queue.ReceiveMessagesAsync(32)).Value.SelectMany(message =>
                RefreshQueue.Read(message.Body.ToString())!
            ),
            item => item.Id == 2170010
        );
        await queue.ClearMessagesAsync();
        using var wall = patchwork.Faults.Add(Fault.BotWall(), When.On("/patches/2170010/"));

        await deployment.Get<Refresher>().RunAsync([asked], default);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        _clock.Advance(TimeSpan.FromHours(2));
        await deployment.Get<Refresher>().RunAsync([asked], default);

        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    private async Task<Deployment> StartAsync(RecordedPatchwork patchwork, AzuriteCopy archive)
    {
        _clock.Set(DateTimeOffset.Parse("2033-01-01T00:00:00Z", CultureInfo.InvariantCulture));
        var deployment = await Deployment.StartAsync(patchwork.Url, archive.Storage, _clock);
        await deployment.RunToIdleAsync();
        await deployment.Get<ListWalker>().RunAsync(default);
        return deployment;
    }

    /// <summary>Lets a quarter of an hour pass, with a run of the timer each minute.</summary>
    private async Task QuarterAsync(Deployment deployment)
    {
        for (var minute = 0; minute < 15; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await deployment.Get<ListWalker>().RunAsync(default);
            await deployment.DrainAsync();
        }
        Assert.All(
            (await deployment.Get<WalkStore>().AllAsync(default)).Where(walk => walk.Scope != WalkScope.Recent),
            walk => Assert.Null(walk.FinishedAt)
        );
    }

    private static async Task<IReadOnlyList<long>> IdsAsync(Deployment deployment, ResourceKind kind) =>
        await deployment
            .Get<ResourceStore>()
            .RowsAsync(kind, Qemu, default)
            .Where(row => !row.Row.IsGone)
            .Select(row => row.Id)
            .ToListAsync();

    private static Task<JsonObject?> ReadAsync(Deployment deployment, ResourceKind kind, long id) =>
        deployment.Get<ResourceReader>().ReadAsync(kind, id, default);
}
