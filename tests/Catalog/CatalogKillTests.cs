using Hookwork.Archive.Changes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;

namespace Hookwork.Tests.Catalog;

/// <summary>
/// A process that starts after another was killed has an intact catalog, and deletes the leftover files.
/// </summary>
public sealed class CatalogKillTests(SmallArchive archive) : IClassFixture<SmallArchive>
{
    private const long Qemu = SmallArchive.Qemu;

    [Theory]
    [InlineData("building it from the archive", "/Patches()", false)]
    [InlineData("loading a snapshot", "GET /{account}/catalog/14/", true)]
    [InlineData("catching up", "/Patches(PartitionKey", true)]
    [InlineData("storing a snapshot", "PUT /{account}/catalog/14/", false)]
    public async Task A_kill_leaves_no_bad_catalog_and_no_junk(string moment, string request, bool fromSnapshot)
    {
        var root = Directory.CreateTempSubdirectory("hookwork-kill").FullName;
        await foreach (var blob in archive.Deployment.Archive.Catalog.GetBlobsAsync())
            await archive.Deployment.Archive.Catalog.DeleteBlobAsync(blob.Name);
        if (fromSnapshot)
        {
            await using var earlier = await archive.AnotherAsync();
            await earlier.Get<Snapshots>().RunAsync(default);
            // Enough changes for another snapshot.
            await archive
                .Deployment.Get<Journal>()
                .AppendAsync(
                    Enumerable.Range(1, Snapshots.Enough).Select(id => new Change(Qemu, ChangeKind.Cover, id)),
                    default
                );
        }
        await archive.EditAsync(
            ResourceKind.Patch,
            (await archive.PatchesAsync())[0],
            json => json["content"] = $"Before the kill while {moment}"
        );

        var account = new Uri(archive.Deployment.Archive.Catalog.Uri.ToString()).Segments[1].TrimEnd('/');
        await using (
            var process = new TestProcess(
                new Dictionary<string, string>(),
                CatalogStop.Name,
                archive.Upstream.ToString(),
                archive.Deployment.Storage,
                root,
                request.Replace("{account}", account, StringComparison.Ordinal)
            )
        )
        {
            for (var deadline = Deadline.Start(); !process.Output.Contains(CatalogStop.Here); deadline.Check())
            {
                Assert.False(process.HasExited, string.Join('\n', process.Errors));
                await Task.Delay(20);
            }
            await process.KillAsync();
        }
        var left = Assert.Single(Directory.EnumerateDirectories(root));
        Assert.NotEmpty(Directory.EnumerateFiles(left));

        await using (var next = await archive.AnotherAsync(settings: new CatalogSettings(root, long.MaxValue)))
        {
            using (var lease = await next.Get<Catalogs>().UseNewestAsync(Qemu, default))
                ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(lease.File));
            Assert.NotEqual(left, Assert.Single(Directory.EnumerateDirectories(root)));
            await next.Get<Snapshots>().RunAsync(default);
            foreach (var snapshot in await next.Get<SnapshotStore>().ListAsync(Qemu, default))
                await next.Get<SnapshotStore>().LoadAsync(snapshot, Path.Combine(root, "snapshot"), default);
        }
        Directory.Delete(root, recursive: true);
    }
}
