using System.Text;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Archive;

public sealed class ResourceStoreTests
{
    [Fact]
    public async Task A_range_has_the_json_of_what_is_wanted_and_the_dates_of_the_others()
    {
        var storage = new ArchiveStorage(new Wire().Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var store = new ResourceStore(storage);
        foreach (var id in new[] { 1L, 2L })
            await WriteAsync(store, id, new() { ["Date"] = $"2026-01-0{id}", ["Archived"] = id == 1 });

        var read = await store.RangeAsync(ResourceKind.Patch, 14, 0, 9, new HashSet<long> { 2 }, default).ToListAsync();

        Assert.Equal([1L, 2L], read.Select(one => one.Id));
        Assert.Equal(["2026-01-01", "2026-01-02"], read.Select(one => one.Date));
        Assert.Equal([true, false], read.Select(one => one.IsArchived));
        Assert.Null(read[0].Json);
        Assert.Equal("2"u8.ToArray(), read[1].Json);
    }

    [Fact]
    public async Task Of_many_others_in_a_range_only_the_dates_are_read()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var store = new ResourceStore(storage);
        await storage.Patches.SubmitAsync(
            Enumerable
                .Range(2, 700)
                .Select(id => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity(Keys.Bucket(id), Keys.Id(id)) { ["Project"] = 14L, ["Date"] = $"of {id}" }
                )),
            default
        );
        foreach (var id in new[] { 1L, 90_000L })
            await WriteAsync(store, id, new() { ["Date"] = $"of {id}" });
        wire.Requests.Clear();

        var read = await store
            .RangeAsync(ResourceKind.Patch, 14, 1, 90_000, new HashSet<long> { 1, 90_000 }, default)
            .ToListAsync();

        Assert.Equal(Enumerable.Range(1, 701).Append(90_000).Select(id => (long)id), read.Select(one => one.Id));
        Assert.All(read, one => Assert.Equal($"of {one.Id}", one.Date));
        Assert.Equal("1"u8.ToArray(), read[0].Json);
        Assert.Equal("90000"u8.ToArray(), read[^1].Json);
        Assert.Contains(wire.Requests, request => request.Contains("select=", StringComparison.Ordinal));
    }

    private static async Task WriteAsync(ResourceStore store, long id, Dictionary<string, object?> columns) =>
        Assert.True(
            await store.TryWriteAsync(
                ResourceKind.Patch,
                id,
                new ResourceRow(),
                14,
                Encoding.UTF8.GetBytes($"{id}"),
                columns,
                default
            )
        );
}
