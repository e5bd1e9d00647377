using Azure.Data.Tables;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
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
}
