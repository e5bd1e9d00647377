using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Catalog;

/// <summary>The snapshot that a new instance starts from, and the trimming of the journal.</summary>
public sealed class SnapshotsTests(SmallArchive archive) : IClassFixture<SmallArchive>, IAsyncLifetime
{
    private const long Qemu = SmallArchive.Qemu;
    private const long Uboot = 18;
    private int _edits;

    /// <summary>Each test starts with one snapshot of each project and a later change.</summary>
    public async Task InitializeAsync()
    {
        await DeleteAllAsync();
        await using var first = await archive.AnotherAsync();
        await first.Get<Snapshots>().RunAsync(default);
        await EditAsync();
    }

    private async Task DeleteAllAsync()
    {
        await foreach (var blob in archive.Deployment.Archive.Catalog.GetBlobsAsync())
            await archive.Deployment.Archive.Catalog.DeleteBlobAsync(blob.Name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_cold_instance_starts_from_the_snapshot_and_reads_only_what_changed()
    {
        var wire = new Wire();
        await using var cold = await archive.AnotherAsync(wire);
        wire.Requests.Clear();

        using var lease = await cold.Get<Catalogs>().UseNewestAsync(Qemu, default);

        Assert.DoesNotContain(
            wire.Requests,
            request =>
                request.Contains("/Patches()", StringComparison.Ordinal)
                || request.Contains("/Covers()", StringComparison.Ordinal)
        );
        Assert.Contains(wire.Requests, request => request.Contains($"/catalog/{Qemu}/", StringComparison.Ordinal));
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(lease.File));
    }

    [Fact]
    public async Task The_least_used_catalog_makes_room_before_a_snapshot_is_loaded()
    {
        var (wire, stood) = (new Wire(), false);
        var root = Directory.CreateTempSubdirectory("hookwork-snapshots").FullName;
        await using (var cold = await archive.AnotherAsync(wire, settings: new CatalogSettings(root, 1)))
        {
            string other;
            using (var lease = await cold.Get<Catalogs>().UseNewestAsync(Uboot, default))
                other = lease.File.Path;
            wire.Before = (request, _) =>
            {
                stood |= request.Contains($"/catalog/{Qemu}/", StringComparison.Ordinal) && File.Exists(other);
                return Task.CompletedTask;
            };

            using var loaded = await cold.Get<Catalogs>().UseAsync(Qemu, default);

            Assert.True(File.Exists(loaded.File.Path));
        }
        Assert.Contains(wire.Requests, request => request.Contains($"/catalog/{Qemu}/", StringComparison.Ordinal));
        Assert.False(stood);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_large_snapshot_is_read_in_four_parts_at_once()
    {
        var content = new byte[(18 << 20) + 1];
        new Random(1).NextBytes(content);
        var (path, position) = (Path.GetTempFileName(), (await ListAsync())[0].Position.AddTicks(1));
        await File.WriteAllBytesAsync(path, content);
        await archive.Deployment.Get<SnapshotStore>().StoreAsync(Qemu, position, path, default);
        var wire = new Wire();
        await using var reader = await archive.AnotherAsync(wire);
        wire.Requests.Clear();

        await reader.Get<SnapshotStore>().LoadAsync((await ListAsync())[0], path, default);

        Assert.Equal(content, await File.ReadAllBytesAsync(path));
        Assert.Equal(4, wire.Requests.Count);
        File.Delete(path);
    }

    [Theory]
    [InlineData("empty", "damaged")]
    [InlineData("truncated", "damaged")]
    [InlineData("one bit", "damaged")]
    [InlineData("no database", "not a database")]
    [InlineData("no tables", "no such table")]
    [InlineData("another format", "format 99")]
    [InlineData("another project's", "not that of project 14")]
    public async Task A_bad_snapshot_is_discarded_and_the_next_one_taken(string fault, string reason)
    {
        var bad = await SpoilAsync(fault);
        var (log, wire) = (new LogLines(), new Wire());
        await using var cold = await archive.AnotherAsync(wire, log: log);
        wire.Requests.Clear();

        using (var lease = await cold.Get<Catalogs>().UseNewestAsync(Qemu, default))
        {
            ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(lease.File));
            Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(lease.File.Path)!, "*.db"));
        }

        Assert.Contains(
            log.Lines,
            line =>
                line.Level == LogLevel.Warning
                && line.Text.Contains(bad.Name, StringComparison.Ordinal)
                && line.Text.Contains(reason, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(wire.Requests, request => request.Contains("/Patches()", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_good_snapshot_the_catalog_is_built_from_the_archive()
    {
        foreach (var snapshot in await ListAsync())
            await OverwriteAsync(snapshot, "Nothing of use"u8.ToArray());
        await archive.Deployment.Archive.Catalog.UploadBlobAsync(
            $"{Qemu}/0-{DateTime.UtcNow.Ticks:D19}.db",
            new BinaryData("Of an older version")
        );
        var (log, wire) = (new LogLines(), new Wire());
        await using var cold = await archive.AnotherAsync(wire, log: log);

        using var lease = await cold.Get<Catalogs>().UseNewestAsync(Qemu, default);

        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(lease.File));
        Assert.Contains(wire.Requests, request => request.Contains("/Patches()", StringComparison.Ordinal));
        Assert.Equal(2, log.Count(LogLevel.Warning, "is discarded"));
        Assert.Equal(1, log.Count(LogLevel.Warning, $"Snapshot {Qemu}/0-"));
    }

    [Fact]
    public async Task A_catalog_that_has_to_be_built_comes_last()
    {
        foreach (var snapshot in await ListAsync())
            await archive.Deployment.Archive.Catalog.DeleteBlobAsync(snapshot.Name);
        var wire = new Wire();
        await using var other = await archive.AnotherAsync(wire);
        wire.Requests.Clear();

        await other.Get<Snapshots>().RunAsync(default);

        var requests = wire.Requests.ToList();
        var built = requests.FindIndex(request => request.Contains("/Patches()", StringComparison.Ordinal));
        var looked = requests.FindIndex(request =>
            request.Contains("/Changes()", StringComparison.Ordinal)
            && request.Contains($"{Uboot:D10}-", StringComparison.Ordinal)
        );
        Assert.InRange(looked, 0, built);
    }

    [Fact]
    public async Task Two_snapshots_are_kept_and_those_of_other_formats_for_two_weeks()
    {
        var clock = new TestClock();
        await using var other = await archive.AnotherAsync(time: clock);
        var format = $"{Qemu}/0-{DateTime.UtcNow.Ticks:D19}.db";
        await archive.Deployment.Archive.Catalog.UploadBlobAsync(format, new BinaryData("Of an older version"));
        for (var day = 0; day < 3; day++)
        {
            await NextSecondAsync();
            clock.Advance(TimeSpan.FromDays(1.1));
            await EditAsync();
            await other.Get<Snapshots>().RunAsync(default);
        }

        Assert.Equal(2, (await ListAsync()).Count);
        Assert.True(await archive.Deployment.Archive.Catalog.GetBlobClient(format).ExistsAsync());

        clock.Advance(TimeSpan.FromDays(15));
        await other.Get<Snapshots>().RunAsync(default);
        Assert.False(await archive.Deployment.Archive.Catalog.GetBlobClient(format).ExistsAsync());
    }

    [Fact]
    public async Task A_snapshot_waits_for_enough_changes_or_a_day()
    {
        var (clock, wire) = (new TestClock(), new Wire());
        await using var other = await archive.AnotherAsync(wire, clock);
        var first = await ListAsync();
        wire.Requests.Clear();

        await other.Get<Snapshots>().RunAsync(default);
        Assert.Equal(first, await ListAsync());
        // Two for each project: of what an hourly run asks for, lists cost the most.
        Assert.Equal(4, wire.Requests.Count(request => request.Contains("comp=list", StringComparison.Ordinal)));

        await NextSecondAsync();
        clock.Advance(TimeSpan.FromDays(1.1));
        await other.Get<Snapshots>().RunAsync(default);
        Assert.Equal(2, (await ListAsync()).Count);
    }

    [Fact]
    public async Task The_journal_is_dropped_once_it_is_old_and_both_snapshots_cover_it()
    {
        var longAgo = new TestClock();
        longAgo.Advance(-TimeSpan.FromDays(15));
        var patch = (await archive.PatchesAsync())[0];
        await archive.EditAsync(ResourceKind.Patch, patch, json => json["state"] = "long-ago", longAgo);
        await new Journal(archive.Deployment.Archive, longAgo).AppendAsync(
            [new Change(Change.Everybody, ChangeKind.Person, 1)],
            default
        );
        var clock = new TestClock();
        await using var other = await archive.AnotherAsync(time: clock);

        // One snapshot of each project: no part of the journal is covered twice.
        await other.Get<Snapshots>().RunAsync(default);
        Assert.Equal(2, await OldHoursAsync());

        // The second snapshot is older than those hours.
        foreach (var project in new[] { Qemu, Uboot })
            await CopyAsync(project, DateTimeOffset.UtcNow.AddDays(-16));
        await other.Get<Snapshots>().RunAsync(default);
        Assert.Equal(2, (await ListAsync()).Count);
        Assert.Equal(2, await OldHoursAsync());

        await NextSecondAsync();
        clock.Advance(TimeSpan.FromDays(8));
        await EditAsync();
        await other.Get<Snapshots>().RunAsync(default);
        Assert.Equal(2, (await ListAsync()).Count);
        Assert.Equal(0, await OldHoursAsync());
        Assert.NotEqual(0, await archive.Deployment.Archive.Changes.QueryAsync<TableEntity>().CountAsync());
    }

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(15)]
    public async Task A_follower_that_slept_through_pruning_ends_equal(int days)
    {
        var clock = new TestClock();
        await using var sleeper = await archive.AnotherAsync(time: clock);
        string path;
        using (var lease = await sleeper.Get<Catalogs>().UseNewestAsync(Qemu, default))
            path = lease.File.Path;

        // The sleeping instance cannot read it from the journal: those hours have been deleted.
        if (days > 7)
        {
            var longAgo = new TestClock();
            longAgo.Advance(-TimeSpan.FromDays(15));
            await archive.EditAsync(
                ResourceKind.Patch,
                (await archive.PatchesAsync())[1],
                json => json["content"] = $"Said while it slept {days} days",
                longAgo
            );
            await DeleteAllAsync();
        }
        await using (var awake = await archive.AnotherAsync(time: clock))
        {
            foreach (var _ in Enumerable.Range(0, 2))
            {
                await NextSecondAsync();
                clock.Advance(TimeSpan.FromDays(days / 2.0));
                await EditAsync();
                await awake.Get<Snapshots>().RunAsync(default);
            }
        }
        Assert.Equal(0, days > 7 ? await OldHoursAsync() : 0);

        using var woken = await sleeper.Get<Catalogs>().UseNewestAsync(Qemu, default);
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(woken.File));
        Assert.Equal(days > 7, path != woken.File.Path);
        Assert.Equal(days <= 7, File.Exists(path));
    }

    /// <summary>Makes a change in each project.</summary>
    private async Task EditAsync()
    {
        await archive.EditAsync(
            ResourceKind.Patch,
            (await archive.PatchesAsync())[2],
            json => json["content"] = $"Edit {++_edits} of {Guid.NewGuid()}"
        );
        await archive.Deployment.Get<Journal>().AppendAsync([new Change(Uboot, ChangeKind.Series, _edits)], default);
    }

    private Task<IReadOnlyList<Snapshot>> ListAsync() =>
        archive.Deployment.Get<SnapshotStore>().ListAsync(Qemu, default);

    /// <summary>Waits for the next second, since positions of snapshots are whole seconds.</summary>
    private async Task NextSecondAsync()
    {
        var second = await archive.Deployment.Get<Journal>().EndAsync(default);
        await Eventually.TrueAsync(async () => await archive.Deployment.Get<Journal>().EndAsync(default) != second);
    }

    private async Task<int> OldHoursAsync()
    {
        var day = DateTime.UtcNow.AddDays(-10);
        return await archive
            .Deployment.Archive.Changes.QueryAsync<TableEntity>()
            .CountAsync(row => string.CompareOrdinal(row.PartitionKey.Split('-')[1], $"{day:yyyyMMddHH}") < 0);
    }

    /// <summary>Stores a copy of the newest snapshot at another position.</summary>
    private async Task CopyAsync(long project, DateTimeOffset position)
    {
        var store = archive.Deployment.Get<SnapshotStore>();
        var copy = Path.GetTempFileName();
        await store.LoadAsync((await store.ListAsync(project, default))[0], copy, default);
        await store.StoreAsync(project, position, copy, default);
        File.Delete(copy);
    }

    /// <summary>Stores a damaged snapshot that is newer than the good one.</summary>
    private async Task<Snapshot> SpoilAsync(string fault)
    {
        var good = Assert.Single(await ListAsync());
        var position = good.Position.AddTicks(1);
        var copy = Path.GetTempFileName();
        await archive.Deployment.Get<SnapshotStore>().LoadAsync(good, copy, default);
        var bytes = await File.ReadAllBytesAsync(copy);
        switch (fault)
        {
            case "no database":
                await File.WriteAllTextAsync(copy, string.Concat(Enumerable.Repeat("No database. ", 1000)));
                break;
            case "no tables":
                Run(copy, "DROP TABLE mail");
                break;
            case "another format":
                Run(copy, "PRAGMA user_version = 99");
                break;
            case "another project's":
                await archive
                    .Deployment.Get<SnapshotStore>()
                    .LoadAsync(
                        (await archive.Deployment.Get<SnapshotStore>().ListAsync(Uboot, default))[0],
                        copy,
                        default
                    );
                break;
        }
        await archive.Deployment.Get<SnapshotStore>().StoreAsync(Qemu, position, copy, default);
        File.Delete(copy);

        var stored = (await ListAsync())[0];
        Assert.Equal(position, stored.Position);
        bytes[bytes.Length / 2] ^= 1;
        if (fault is "empty" or "truncated" or "one bit")
            await OverwriteAsync(
                stored,
                fault switch
                {
                    "empty" => [],
                    "truncated" => bytes[..(bytes.Length / 3)],
                    _ => bytes,
                }
            );
        return stored;
    }

    /// <summary>Replaces the content and keeps the metadata.</summary>
    private async Task OverwriteAsync(Snapshot snapshot, byte[] content)
    {
        var blob = archive.Deployment.Archive.Catalog.GetBlobClient(snapshot.Name);
        var metadata = (await blob.GetPropertiesAsync()).Value.Metadata;
        await blob.UploadAsync(new BinaryData(content), new BlobUploadOptions { Metadata = metadata });
    }

    private static void Run(string file, string sql)
    {
        using var connection = CatalogSchema.Open($"Data Source={file};Pooling=False");
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
