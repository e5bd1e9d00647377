using System.Text;
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
            Assert.True(
                await store.TryWriteAsync(
                    ResourceKind.Patch,
                    id,
                    new ResourceRow(),
                    14,
                    Encoding.UTF8.GetBytes($"{id}"),
                    new Dictionary<string, object?> { ["Date"] = $"2026-01-0{id}", ["Archived"] = id == 1 },
                    default
                )
            );

        var read = await store.RangeAsync(ResourceKind.Patch, 14, 0, 9, new HashSet<long> { 2 }, default).ToListAsync();

        Assert.Equal([1L, 2L], read.Select(one => one.Id));
        Assert.Equal(["2026-01-01", "2026-01-02"], read.Select(one => one.Date));
        Assert.Equal([true, false], read.Select(one => one.IsArchived));
        Assert.Null(read[0].Json);
        Assert.Equal("2"u8.ToArray(), read[1].Json);
    }
}
