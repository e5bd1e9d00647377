using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

/// <summary>Tables for tests, each empty and its test's own.</summary>
internal static class TestTable
{
    public static async Task<TableClient> CreateAsync(TableClientOptions? options = null)
    {
        var table = new TableClient(await TestAzurite.ConnectionStringAsync(), NewName(), options);
        await table.CreateAsync();
        return table;
    }

    public static string NewName() => $"t{Guid.NewGuid():N}";

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}
