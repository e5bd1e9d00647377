using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Hookwork.Tests.Standins.Tables;

public sealed class TableClientTests
{
    private static readonly ETag s_stale = new("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");

    [Fact]
    public async Task Creates_a_table_once()
    {
        var table = new TableClient(await TestAzurite.ConnectionStringAsync(), TestTable.NewName());

        var first = await table.CreateIfNotExistsAsync();
        var second = await table.CreateIfNotExistsAsync();

        Assert.Equal(table.Name, first.Value.Name);
        Assert.Equal(table.Name, second.Value.Name);
        Assert.Equal(409, second.GetRawResponse().Status);
    }

    [Fact]
    public async Task Creating_a_table_that_exists_fails()
    {
        var table = await TestTable.CreateAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync());

        Assert.Equal(409, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.TableAlreadyExists);
    }

    [Fact]
    public async Task Deleting_a_table_that_does_not_exist_answers_404()
    {
        var table = await TestTable.CreateAsync();

        Assert.Equal(204, (await table.DeleteAsync()).Status);
        Assert.Equal(404, (await table.DeleteAsync()).Status);
    }

    [Fact]
    public async Task Writing_to_a_table_that_does_not_exist_fails()
    {
        var table = new TableClient(await TestAzurite.ConnectionStringAsync(), TestTable.NewName());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(404, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.TableNotFound);
    }

    [Fact]
    public async Task Reads_what_was_added_with_its_version_and_time()
    {
        var table = await TestTable.CreateAsync();

        var added = await table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "first" });
        var read = await table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal("first", read.Value.GetString("Name"));
        Assert.Equal(added.Headers.ETag, read.Value.ETag);
        Assert.InRange(read.Value.Timestamp!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Adding_a_row_that_exists_fails()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.Contains("already exists", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_a_row_that_does_not_exist_fails()
    {
        var table = await TestTable.CreateAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(404, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.ResourceNotFound);
    }

    [Fact]
    public async Task Asks_for_a_row_that_may_not_exist()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var there = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        var missing = await table.GetEntityIfExistsAsync<TableEntity>("p", "other");

        Assert.Equal("r", there.Value!.RowKey);
        Assert.False(missing.HasValue);
        Assert.Equal(404, missing.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => missing.Value);
    }

    [Fact]
    public async Task Reads_only_the_selected_columns()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var read = await table.GetEntityAsync<TableEntity>("p", "r", ["B"]);

        Assert.Equal(2, read.Value.GetInt32("B"));
        Assert.Null(read.Value.GetInt32("A"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, 1)]
    [InlineData(TableUpdateMode.Replace, null)]
    public async Task Upserts_by_merging_or_replacing(TableUpdateMode mode, int? kept)
    {
        var table = await TestTable.CreateAsync();

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, mode);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, mode);

        var read = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(kept, read.Value.GetInt32("A"));
        Assert.Equal(2, read.Value.GetInt32("B"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, 1)]
    [InlineData(TableUpdateMode.Replace, null)]
    public async Task Updates_the_version_it_knows(TableUpdateMode mode, int? kept)
    {
        var table = await TestTable.CreateAsync();
        var added = await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        var updated = await table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, added.Headers.ETag!.Value, mode);

        var read = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(kept, read.Value.GetInt32("A"));
        Assert.Equal(2, read.Value.GetInt32("B"));
        Assert.Equal(updated.Headers.ETag, read.Value.ETag);
        Assert.NotEqual(added.Headers.ETag, updated.Headers.ETag);
    }

    [Fact]
    public async Task Does_not_update_another_version()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r"), s_stale, TableUpdateMode.Replace));

        Assert.Equal(412, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
    }

    [Fact]
    public async Task Does_not_update_what_does_not_exist()
    {
        var table = await TestTable.CreateAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));

        Assert.Equal(404, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.ResourceNotFound);
    }

    [Fact]
    public async Task An_update_needs_a_version()
    {
        var table = await TestTable.CreateAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));
    }

    [Fact]
    public async Task Deletes_a_row_by_its_keys()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(204, (await table.DeleteEntityAsync("p", "r")).Status);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task Deletes_a_row_by_its_entity_and_version()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));
        var entity = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync(entity, s_stale));
        Assert.Equal(412, failure.Status);

        Assert.Equal(204, (await table.DeleteEntityAsync(entity, entity.ETag)).Status);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task Refuses_entities_without_keys()
    {
        var table = await TestTable.CreateAsync();

        await Assert.ThrowsAsync<ArgumentNullException>(() => table.AddEntityAsync<TableEntity>(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.UpsertEntityAsync(new TableEntity { RowKey = "r" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.UpsertEntityAsync(new TableEntity { PartitionKey = "p" }));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("it's", "''")]
    [InlineData("100%", "%2F%27")]
    [InlineData("a b+c&d=e", "a,b;c:d@e")]
    [InlineData("(PartitionKey='x')", "',RowKey='y")]
    [InlineData("grüße", "日本語 🎉")]
    [InlineData(".", "..")]
    [InlineData("<20260101.1@example.com>", "[PATCH v2 0-3] \"x\"|^`{}~!*$")]
    public async Task Any_legal_key_identifies_its_row(string partitionKey, string rowKey)
    {
        var table = await TestTable.CreateAsync();

        await table.AddEntityAsync(new TableEntity(partitionKey, rowKey) { ["N"] = 1 });
        await table.UpsertEntityAsync(new TableEntity(partitionKey, rowKey) { ["N"] = 2 });

        var read = await table.GetEntityAsync<TableEntity>(partitionKey, rowKey);
        Assert.Equal(partitionKey, read.Value.PartitionKey);
        Assert.Equal(rowKey, read.Value.RowKey);
        Assert.Equal(2, read.Value.GetInt32("N"));
        Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());
        Assert.Equal(204, (await table.DeleteEntityAsync(partitionKey, rowKey)).Status);
    }

    [Fact]
    public async Task A_cancelled_call_ends()
    {
        var table = await TestTable.CreateAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => table.QueryAsync<TableEntity>(cancellationToken: cancelled.Token).ToListAsync());
    }
}
