using Hookwork.Catalog.Files;

namespace Hookwork.Tests.Catalog;

/// <summary>How often a catalog is written as a snapshot.</summary>
public sealed class SnapshotPaceTests
{
    [Theory]
    [InlineData(0, 500)]
    [InlineData(499_000_000, 500)]
    [InlineData(2_800_000_000, 2800)]
    public void A_large_catalog_is_not_written_whole_for_each_few_changes(long bytes, int changes) =>
        Assert.Equal(changes, Snapshots.EnoughFor(bytes));
}
