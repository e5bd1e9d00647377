using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Archive;

public sealed class BundleStoreTests
{
    [Fact]
    public async Task A_bundle_of_thousands_of_patches_fits_in_its_row()
    {
        var storage = new ArchiveStorage(new Wire().Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var bundles = new BundleStore(storage);
        long[] order = [.. Enumerable.Range(1_000_000, 5_000).Select(id => (long)id)];
        new Random(7).Shuffle(order);

        await bundles.PutAsync(
            new ArchivedBundle(1, "{}"u8.ToArray(), order, DateTimeOffset.UtcNow),
            DateTimeOffset.UtcNow,
            default
        );

        // The limits of Storage; Azurite takes more.
        IDictionary<string, object> row = (
            await storage.Bundles.GetEntityAsync<TableEntity>(Keys.Bucket(1), Keys.Id(1))
        ).Value;
        Assert.All(row.Values.OfType<string>(), text => Assert.InRange(text.Length, 0, 32 * 1024));
        Assert.All(row.Values.OfType<byte[]>(), bytes => Assert.InRange(bytes.Length, 0, 64 * 1024));
        Assert.Equal(order, (await bundles.FindAsync(1, default))!.Order);
    }
}
