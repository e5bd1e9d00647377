using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Microsoft.Data.Sqlite;

namespace Hookwork.Tests.Catalog;

public sealed class QueryLimitTests
{
    [Fact]
    public void What_takes_too_long_is_interrupted_and_the_file_can_still_be_read()
    {
        using var folder = SmallArchive.TestFolder();
        using var file = CatalogFile.Create(folder.NewFile(), SmallArchive.Qemu);

        Assert.Throws<SlowQueryException>(ReadForEver);

        Assert.Equal(2, Read(2, TimeSpan.FromMinutes(1)));

        void ReadForEver() => Read(long.MaxValue, TimeSpan.FromMilliseconds(50));

        long? Read(long most, TimeSpan longest) =>
            new QueryLimit(longest).Read(file, connection => Count(connection, most));
    }

    [Fact]
    public void All_reads_for_an_answer_have_one_limit()
    {
        using var folder = SmallArchive.TestFolder();
        using var slow = CatalogFile.Create(folder.NewFile(), SmallArchive.Qemu);
        using var other = CatalogFile.Create(folder.NewFile(), SmallArchive.Qemu);
        var limit = new QueryLimit(TimeSpan.FromMilliseconds(50));
        Assert.Throws<SlowQueryException>(() => limit.Read(slow, connection => Count(connection, long.MaxValue)));

        Assert.Throws<SlowQueryException>(() => limit.Read(other, connection => Count(connection, 2)));
        Assert.Throws<SlowQueryException>(() => CatalogSearch.Hits(other, SearchQuery.Everything, [1], [1], limit));
    }

    private static long? Count(SqliteConnection connection, long most)
    {
        using var count = new SqlStatement(
            connection,
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?1) SELECT count(*) FROM n"
        );
        return count.Read(most);
    }
}
