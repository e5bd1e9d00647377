using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Hookwork.Tests.Standins.Tables;

public sealed class TableServiceClientTests
{
    [Fact]
    public async Task Lists_creates_and_deletes_the_tables_of_an_account()
    {
        var service = new TableServiceClient(await TestAzurite.NewAccountAsync());

        foreach (var name in (string[])["one", "two", "three"])
            await service.CreateTableAsync(name);
        Assert.Equal(409, (await service.CreateTableIfNotExistsAsync("two")).GetRawResponse().Status);
        Assert.Equal(["one", "three", "two"], (await service.QueryAsync().ToListAsync()).Select(table => table.Name).Order());
        Assert.Equal(["two"], (await service.QueryAsync("TableName eq 'two'").ToListAsync()).Select(table => table.Name));

        Assert.Equal(204, (await service.DeleteTableAsync("two")).Status);
        Assert.Equal(404, (await service.DeleteTableAsync("two")).Status);
        Assert.Equal(2, (await service.QueryAsync(maxPerPage: 1).ToListAsync()).Count);
        Assert.Equal(2, (await service.QueryAsync(maxPerPage: 1).AsPages().ToListAsync()).Count(page => page.Values.Count == 1));
    }

    [Fact]
    public async Task Gives_a_client_of_each_table()
    {
        var service = new TableServiceClient(await TestAzurite.NewAccountAsync());
        await service.CreateTableIfNotExistsAsync("rows");
        var table = service.GetTableClient("rows");

        await table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal("rows", table.Name);
        Assert.Equal(service.AccountName, table.AccountName);
        Assert.Equal(service.Uri.AbsoluteUri.TrimEnd('/') + "/rows", table.Uri.AbsoluteUri);
        Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public void Quotes_values_in_a_filter_of_tables()
    {
        Assert.Equal("TableName eq 'it''s'", TableServiceClient.CreateQueryFilter($"TableName eq {"it's"}"));
    }

    [Fact]
    public async Task Refuses_a_name_that_no_table_can_have()
    {
        var service = new TableServiceClient(await TestAzurite.ConnectionStringAsync());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableAsync("1-not a name"));

        Assert.Equal(400, failure.Status);
        Assert.False(failure.ErrorCode == TableErrorCode.TableAlreadyExists);
    }
}
