using Hookwork.Archive.Changes;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Catalog;

[Collection(ServedArchive.Collection)]
public sealed class CatalogsTests(ServedArchive archive)
{
    private const long Qemu = 14;

    [Fact]
    public async Task A_catalog_that_followed_the_journal_equals_one_built_from_the_archive()
    {
        using var folder = SmallArchive.TestFolder();
        using var built = CatalogFile.Create(folder.NewFile(), Qemu);
        await archive.Deployment.Get<Rebuild>().RunAsync(built, default);

        using var followed = CatalogFile.Create(folder.NewFile(), Qemu);
        followed.Writer.Write(() =>
        {
            followed.Writer.Move(Qemu, DateTimeOffset.UnixEpoch.AddDays(1));
            followed.Writer.Move(Change.Everybody, DateTimeOffset.UnixEpoch.AddDays(1));
        });
        await archive.Deployment.Get<Follower>().CatchUpAsync(followed, default);

        ArchiveSnapshot.AssertEqual(CatalogDump.Of(built), CatalogDump.Of(followed));
    }

    [Fact]
    public async Task A_snapshot_holds_what_the_catalog_does()
    {
        var deployment = archive.Deployment;
        await deployment.Get<Snapshots>().RunAsync(default);
        var snapshot = Assert.Single(await deployment.Get<SnapshotStore>().ListAsync(Qemu, default));

        using var folder = SmallArchive.TestFolder();
        using var loaded = await deployment.Get<CatalogLoader>().LoadAsync(Qemu, folder, _ => { }, default);
        Assert.Equal(snapshot.Position, loaded.Position(Qemu));
        using var lease = await deployment.Get<Catalogs>().UseNewestAsync(Qemu, default);
        ArchiveSnapshot.AssertEqual(CatalogDump.Of(lease.File), CatalogDump.Of(loaded));
    }
}
