using Hookwork.Archive.Resources;

namespace Hookwork.Tests.Archive;

public sealed class IdRangesTests
{
    [Theory]
    // A deleted one may lie behind the newest, though not behind all of a busy server's.
    [InlineData(new long[] { 70_300, 70_001 }, 60_000, long.MaxValue, "60000-120300")]
    [InlineData(new long[] { 70_300, 70_001 }, 0, 70_300, "20001-70300")]
    // A quiet project of a busy server.
    [InlineData(new long[] { 900_000, 500_900, 500_000 }, 0, long.MaxValue, "500000-500900 900000-900000")]
    public void What_is_read_around_ids_is_not_all_of_a_busy_server(
        long[] ids,
        long first,
        long last,
        string expected
    ) =>
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                IdRanges.Around(ids.ToHashSet(), first, last).Select(range => $"{range.First}-{range.Last}")
            )
        );
}
