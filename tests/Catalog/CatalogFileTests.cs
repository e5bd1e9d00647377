using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Tests.Catalog;

public sealed class CatalogFileTests
{
    [Fact]
    public void What_takes_too_long_is_interrupted_and_the_file_can_still_be_read()
    {
        using var folder = SmallArchive.TestFolder();
        using var file = CatalogFile.Create(folder.NewFile(), SmallArchive.Qemu);

        Assert.Throws<TimeoutException>(ReadForEver);

        Assert.Equal(2, file.Read(connection => Count(connection, 2), TimeSpan.FromMinutes(1)));

        void ReadForEver() => file.Read(connection => Count(connection, long.MaxValue), TimeSpan.FromMilliseconds(50));
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
