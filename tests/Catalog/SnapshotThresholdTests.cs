using Hookwork.Archive.Changes;
using Hookwork.Catalog.Files;

namespace Hookwork.Tests.Catalog;

/// <summary>How many changes make a snapshot, as docs/search.md says.</summary>
public sealed class SnapshotThresholdTests(SmallArchive archive) : IClassFixture<SmallArchive>
{
    [Fact]
    public async Task Five_hundred_changes_make_a_snapshot_and_fewer_wait_for_a_day()
    {
        var (snapshots, journal) = (archive.Deployment.Get<Snapshots>(), archive.Deployment.Get<Journal>());
        await snapshots.RunAsync(default);
        var first = await ListAsync();
        // Positions of snapshots are whole seconds.
        var second = await journal.EndAsync(default);
        await Eventually.TrueAsync(async () => await journal.EndAsync(default) != second);

        await journal.AppendAsync(Changes(200), default);
        await snapshots.RunAsync(default);
        Assert.Equal(first, await ListAsync());

        await journal.AppendAsync(Changes(500), default);
        await snapshots.RunAsync(default);
        Assert.Equal(2, (await ListAsync()).Count);
    }

    private Task<IReadOnlyList<Snapshot>> ListAsync() =>
        archive.Deployment.Get<SnapshotStore>().ListAsync(SmallArchive.Qemu, default);

    private static IEnumerable<Change> Changes(int many) =>
        Enumerable.Range(1, many).Select(number => new Change(SmallArchive.Qemu, ChangeKind.Event, 9_900_000 + number));
}
