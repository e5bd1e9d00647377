using System.Net;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Hookwork.Tests.Standins.Tables;

public sealed class TransactionTests
{
    private static readonly ETag s_stale = new("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");

    [Fact]
    public async Task Carries_out_every_kind_of_action()
    {
        var table = await TestTable.CreateAsync();
        foreach (var row in (string[])["merge", "replace", "delete", "upsert-merge", "upsert-replace"])
            await table.AddEntityAsync(new TableEntity("p", row) { ["Old"] = 1 });

        var response = await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, New("add")),
            new(TableTransactionActionType.UpdateMerge, New("merge"), ETag.All),
            new(TableTransactionActionType.UpdateReplace, New("replace"), ETag.All),
            new(TableTransactionActionType.Delete, New("delete")),
            new(TableTransactionActionType.UpsertMerge, New("upsert-merge")),
            new(TableTransactionActionType.UpsertReplace, New("upsert-replace")),
            new(TableTransactionActionType.UpsertReplace, New("it's näw 100%")),
        ]);

        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.Equal(Enumerable.Repeat(204, 7), response.Value.Select(part => part.Status));
        var rows = (await table.QueryAsync<TableEntity>().ToListAsync())
            .ToDictionary(row => row.RowKey, row => (Old: row.GetInt32("Old"), New: row.GetInt32("New"), row.ETag));
        Assert.Equal(6, rows.Count);
        Assert.Equal((null, 2), (rows["add"].Old, rows["add"].New));
        Assert.Equal((1, 2), (rows["merge"].Old, rows["merge"].New));
        Assert.Equal((null, 2), (rows["replace"].Old, rows["replace"].New));
        Assert.Equal((1, 2), (rows["upsert-merge"].Old, rows["upsert-merge"].New));
        Assert.Equal((null, 2), (rows["upsert-replace"].Old, rows["upsert-replace"].New));
        Assert.Equal((null, 2), (rows["it's näw 100%"].Old, rows["it's näw 100%"].New));
        Assert.Equal(rows["add"].ETag, response.Value[0].Headers.ETag);
        Assert.Equal(rows["replace"].ETag, response.Value[2].Headers.ETag);

        static TableEntity New(string row) => new("p", row) { ["New"] = 2 };
    }

    [Fact]
    public async Task Takes_a_hundred_typed_entities()
    {
        var table = await TestTable.CreateAsync();

        var response = await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(number =>
            new TableTransactionAction(TableTransactionActionType.Add, new Row { RowKey = $"{number:000}", Body = [.. new byte[number]] })));

        Assert.Equal(100, response.Value.Count);
        var rows = await table.QueryAsync<Row>().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100), rows.Select(row => row.Body.Length));
    }

    [Fact]
    public async Task Says_which_action_failed_and_does_none()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "there"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "1")),
            new(TableTransactionActionType.Add, new TableEntity("p", "2")),
            new(TableTransactionActionType.Add, new TableEntity("p", "there")),
            new(TableTransactionActionType.Add, new TableEntity("p", "3")),
        ]));

        Assert.Equal(409, failure.Status);
        Assert.Equal(2, failure.FailedTransactionActionIndex);
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.IsAssignableFrom<RequestFailedException>(failure);
        Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Fails_on_another_version()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "1")),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r"), s_stale),
        ]));

        Assert.Equal(412, failure.Status);
        Assert.Equal(1, failure.FailedTransactionActionIndex);
        Assert.True(failure.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
    }

    [Fact]
    public async Task Refuses_more_than_a_hundred_actions()
    {
        var table = await TestTable.CreateAsync();

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(Enumerable.Range(0, 101)
            .Select(number => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{number}")))));

        Assert.Equal(400, failure.Status);
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Refuses_no_action()
    {
        var table = await TestTable.CreateAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([]));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.SubmitTransactionAsync(null!));
    }

    [Fact]
    public async Task Sends_one_multipart_request_and_reads_a_strange_answer()
    {
        const string Answer = "--b\nContent-Type: application/http\n\nHTTP/1.1 409 Conflict\nContent-Type: application/json\n\n"
            + "{\"odata.error\":{\"code\":\"EntityAlreadyExists\",\"message\":{\"lang\":\"en-US\",\"value\":\"7:There.\"}}}\n--b--";
        using var service = new StubService(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Answer)) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/mixed; boundary=\"b\"");
            return response;
        });
        var table = new TableClient(
            new Uri("https://account.table.core.windows.net"), "rows", new TableSharedKeyCredential("account", "c2VjcmV0"), service.Options());

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))]));

        Assert.Equal(7, failure.FailedTransactionActionIndex);
        var request = Assert.Single(service.Requests);
        Assert.Equal("https://account.table.core.windows.net/$batch", request.RequestUri!.GetLeftPart(UriPartial.Path));
        Assert.StartsWith("multipart/mixed; boundary=", request.Content!.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.Contains("https://account.table.core.windows.net/rows", service.Bodies[0], StringComparison.Ordinal);
    }

    private sealed class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "p";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public byte[] Body { get; set; } = [];
    }
}
