using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>An administrator moves a patch to another project, which raises no event.</summary>
public sealed class MovedPatchTests
{
    private const long Qemu = 14;
    private const long Uboot = 18;
    private const string Renamed = "A name that it has only in its new project";

    [Fact]
    public async Task A_patch_that_moves_to_another_project_is_listed_there_only_and_has_its_mbox_there()
    {
        await using var patchwork = await DifferencesTests.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var (patch, _) = await DifferencesTests.PatchOfSeriesAsync(patchwork);
        await using var served = await ServedDeployment.StartAsync(deployment);
        Assert.Equal((true, false), (await ListsAsync("qemu-devel"), await ListsAsync("uboot")));
        var events = await EventsAsync();
        Assert.NotEqual(0L, events);
        Assert.Equal(events, await ListedEventsAsync());
        await MoveAsync(patchwork, patch);

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        // A list waits for the catalog to follow for half a second only.
        await Eventually.TrueAsync(async () => !await ListsAsync("qemu-devel") && await ListsAsync("uboot"));
        Assert.True(await deployment.Get<MboxStore>().ExistsAsync(Uboot, ResourceKind.Patch, patch, default));
        // On Patchwork, events stay in the project in which they happened.
        Assert.Equal(events, await EventsAsync());
        Assert.Equal(events, await ListedEventsAsync());

        // What asks for it may still name its former project, as its series there does.
        patchwork.Administration.EditPatch(patch, "name", Renamed);
        foreach (var parts in new[] { Part.Detail, Part.Comments })
        {
            var item = new RefreshItem(ResourceKind.Patch, patch, Qemu) { Parts = parts, AsOf = DateTimeOffset.UtcNow };
            await deployment.Get<Refresher>().RunAsync([item], default);
        }

        var rows = await deployment.Get<ResourceStore>().RowsAsync(ResourceKind.Patch, [patch], default);
        Assert.Equal(Uboot, rows[patch].Project);
        await Eventually.TrueAsync(async () => (string?)(await ListedAsync("uboot"))?["name"] == Renamed);

        async Task<long?> EventsAsync()
        {
            using var lease = await deployment.Get<Catalogs>().UseNewestAsync(Qemu, default);
            return lease.File.Read(connection =>
            {
                using var shown = new SqlStatement(
                    connection,
                    "SELECT count(*) FROM event WHERE patch = ?1 AND gone = 0"
                );
                return shown.Read(patch);
            });
        }

        async Task<long> ListedEventsAsync() =>
            (
                await served.Client.GetFromJsonAsync<JsonArray>(
                    $"/api/1.3/events/?project=qemu-devel&patch={patch}&per_page=250"
                )
            )!.Count;

        async Task<bool> ListsAsync(string project) => await ListedAsync(project) is not null;

        async Task<JsonNode?> ListedAsync(string project) =>
            (
                await served.Client.GetFromJsonAsync<JsonArray>($"/api/1.3/patches/?project={project}&per_page=250")
            )!.FirstOrDefault(item => (long)item!["id"]! == patch);
    }

    [Fact]
    public async Task The_series_of_a_patch_that_moves_names_its_new_address()
    {
        await using var patchwork = await DifferencesTests.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var (patch, series) = await DifferencesTests.PatchOfSeriesAsync(patchwork);
        await using var served = await ServedDeployment.StartAsync(deployment);
        var former = await AddressAsync();
        await MoveAsync(patchwork, patch);
        var now = former.Replace("/qemu-devel/", "/uboot/", StringComparison.Ordinal);
        foreach (var field in new[] { "web_url", "mbox" })
        {
            var address = (string)(await DifferencesTests.JsonAsync(patchwork, $"/api/1.3/patches/{patch}/"))[field]!;
            patchwork.Administration.EditPatch(
                patch,
                field,
                address.Replace("/qemu-devel/", "/uboot/", StringComparison.Ordinal)
            );
        }
        // The server keeps what it made of a series until that is edited.
        patchwork.Administration.EditSeries(series, "name", "The series of a patch that moved");
        var shown = (await DifferencesTests.JsonAsync(patchwork, $"/api/1.3/series/{series}/"))["patches"]!
            .AsArray()
            .Single(item => (long)item!["id"]! == patch)!;
        Assert.Equal(now, new Uri((string)shown["mbox"]!).AbsolutePath);

        var item = new RefreshItem(ResourceKind.Patch, patch, Qemu)
        {
            Parts = Part.Detail,
            AsOf = DateTimeOffset.UtcNow,
        };
        await deployment.Get<Refresher>().RunAsync([item], default);
        await deployment.RunToIdleAsync();

        Assert.NotEqual(former, now);
        // A catalog that is built later has only the archived copy.
        Assert.Contains(now, await ArchivedAsync(), StringComparison.Ordinal);
        // What a series names comes from a catalog, for which an answer waits for half a second only.
        await Eventually.TrueAsync(async () => await AddressAsync() == now);
        // Its former mbox, which stays, is not taken for that of a row that somebody deleted.
        Assert.True(await deployment.Get<MboxStore>().ExistsAsync(Qemu, ResourceKind.Patch, patch, default));
        var audit = deployment.Get<ArchiveAudit>();
        Assert.Empty(await audit.IncompleteAsync(Qemu, ResourceKind.Patch, DateTimeOffset.UtcNow, default));

        async Task<string> ArchivedAsync() =>
            Encoding.UTF8.GetString(
                (await deployment.Get<ResourceStore>().JsonAsync(ResourceKind.Series, series, default))!
            );

        async Task<string> AddressAsync() =>
            new Uri(
                (string)
                    (await served.Client.GetFromJsonAsync<JsonNode>($"/api/1.3/series/{series}/"))!["patches"]!
                        .AsArray()
                        .Single(item => (long)item!["id"]! == patch)!["mbox"]!
            ).AbsolutePath;
    }

    [Fact]
    public async Task A_patch_that_moved_and_has_no_mbox_yet_is_queued_once_by_an_attempt()
    {
        await using var patchwork = await DifferencesTests.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var (patch, _) = await DifferencesTests.PatchOfSeriesAsync(patchwork);
        await MoveAsync(patchwork, patch);
        using var fault = patchwork.Faults.Add(Fault.NotFound, When.On("/mbox/"));
        var item = new RefreshItem(ResourceKind.Patch, patch, Qemu)
        {
            Parts = Part.Detail | Part.Mbox,
            AsOf = DateTimeOffset.UtcNow,
        };

        await deployment.Get<Refresher>().RunAsync([item], default);

        Assert.Equal(1, (await deployment.Archive.Refresh.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    private static async Task MoveAsync(RecordedPatchwork patchwork, long patch) =>
        patchwork.Administration.EditPatch(
            patch,
            "project",
            await DifferencesTests.JsonAsync(patchwork, $"/api/1.3/projects/{Uboot}/")
        );
}
