using System.Globalization;
using Azure.Data.Tables;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

public sealed class LinkedResourcesTests
{
    private const long Project = 14;

    /// <summary>
    /// A process may end between the row of a series and the message that asks for its patches. Its own message comes
    /// again, and finds the series archived.
    /// </summary>
    [Fact]
    public async Task What_an_archived_resource_leaves_to_fetch_is_queued_again()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var store = deployment.Get<ResourceStore>();
        var patch = await deployment.Archive.Patches.QueryAsync<TableEntity>().FirstAsync();
        var id = long.Parse(patch.RowKey);
        var series = Assert.Single((await store.RowAsync(ResourceKind.Patch, id, default)).Series);
        var alone = new TableEntity(patch.PartitionKey, patch.RowKey) { ["Series"] = "" };
        await deployment.Archive.Patches.UpdateEntityAsync(alone, Azure.ETag.All, TableUpdateMode.Merge);
        Assert.Empty((await store.RowAsync(ResourceKind.Patch, id, default)).Series);

        await deployment.Get<Refresher>().RunAsync([new RefreshItem(ResourceKind.Series, series, Project)], default);
        await deployment.RunToIdleAsync();

        Assert.Equal([series], (await store.RowAsync(ResourceKind.Patch, id, default)).Series);
    }

    [Theory]
    // No event names the patches of a series that began before.
    [InlineData("now")]
    [InlineData("beginning")]
    public async Task The_mbox_of_a_series_has_the_patches_that_the_server_has(string since)
    {
        const string Header = "X-Patchwork-Id: ";
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        var (lost, series) = await DifferencesTests.PatchOfSeriesAsync(patchwork);
        var listed = await DifferencesTests.JsonAsync(patchwork, $"/api/1.3/series/{series}/");
        var others = listed["patches"]!.AsArray().Select(patch => (long)patch!["id"]!).Where(patch => patch != lost);
        using var fault = patchwork.Faults.Add(Fault.NotFound, When.On($"/patches/{lost}/"));
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = since }
        );
        await deployment.RunToIdleAsync();

        await deployment.Get<Refresher>().RunAsync([new RefreshItem(ResourceKind.Series, series, Project)], default);
        await deployment.RunToIdleAsync();

        await using var served = await ServedDeployment.StartAsync(deployment);
        var mbox = await served.Client.GetStringAsync($"/series/{series}/mbox/");
        Assert.Equal(
            others.Select(patch => $"{Header}{patch}").Order(StringComparer.Ordinal),
            mbox.Split('\n')
                .Where(line => line.StartsWith(Header, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
        // A message about it has the patches that it has now, if the server deleted one.
        var missing = await deployment.Get<SeriesData>().MissingAsync(Project, series, mayBeOld: false, default);
        Assert.Equal((ResourceKind.Series, series), (Assert.Single(missing).Kind, missing[0].Id));
    }

    [Theory]
    // No event names a series that began before, until it is complete. It may never be.
    [InlineData("2026-03-20T09:30:00", "2026-03-20T09:00:00", true)]
    [InlineData("2026-03-10T09:30:00", "2026-03-20T09:00:00", false)]
    // The sender's clock is wrong.
    [InlineData("2026-03-10T09:30:00", "2999-01-01T00:00:00", true)]
    [InlineData("2026-03-10T09:30:00", "9998-12-31T23:59:59", true)]
    [InlineData("", "2999-01-01T00:00:00", false)]
    [InlineData("", "2026-03-20T09:00:00", false)]
    public async Task The_series_of_a_new_patch_is_fetched_if_it_began_before(string start, string date, bool fetched)
    {
        const long Series = 9;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment
            .Get<CursorStore>()
            .PutAsync(new Cursor { Project = Cursor.AllProjects, Start = start }, default);
        var created = new EventReference(1, EventCategory.PatchCreated, "2026-03-20T10:00:00", null);
        var patch = new Patch { Id = 5, Series = [new SeriesReference { Id = Series, Date = date }] };

        var stale = await deployment
            .Get<LinkedResources>()
            .StaleAsync(new RefreshItem(ResourceKind.Patch, patch.Id, Project) { Events = [created] }, patch, default);

        Assert.Equal(fetched ? [(ResourceKind.Series, Series)] : [], stale.Select(item => (item.Kind, item.Id)));
    }

    /// <summary>A series has the date of a mail, which is not in the zone of the server.</summary>
    [Fact]
    public async Task A_new_series_of_a_server_in_the_west_is_not_fetched_for_its_patch()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:TimeZone"] = "America/New_York" }
        );
        await deployment
            .Get<CursorStore>()
            .PutAsync(new Cursor { Project = Cursor.AllProjects, Start = "2026-03-10T09:30:00" }, default);
        var sent = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var created = new EventReference(1, EventCategory.PatchCreated, sent, null);
        var patch = new Patch { Id = 5, Series = [new SeriesReference { Id = 9, Date = sent }] };

        var stale = await deployment
            .Get<LinkedResources>()
            .StaleAsync(new RefreshItem(ResourceKind.Patch, patch.Id, Project) { Events = [created] }, patch, default);

        Assert.Empty(stale);
    }
}
