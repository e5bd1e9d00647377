using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using FsCheck.Fluent;

namespace Hookwork.Tests.Standins.Tables;

public sealed class RoundTripTests
{
    [Fact]
    public async Task Any_entity_reads_back_equal()
    {
        var table = await TestTable.CreateAsync();
        var entities =
            from partitionKey in AnyEntity.Key
            from rowKey in AnyEntity.Key
            from columns in AnyEntity.Columns
            select (partitionKey, rowKey, columns);

        entities.Check(async entity =>
        {
            var (partitionKey, rowKey, columns) = entity;
            await table.UpsertEntityAsync(new TableEntity(columns) { PartitionKey = partitionKey, RowKey = rowKey }, TableUpdateMode.Replace);

            var read = (await table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;

            Assert.Equal(partitionKey, read.PartitionKey);
            Assert.Equal(rowKey, read.RowKey);
            foreach (var (name, value) in columns)
                Assert.Equal(value, read[name]);
            foreach (var name in read.Keys)
                Assert.True(columns.ContainsKey(name) || name is "PartitionKey" or "RowKey" or "Timestamp" || name.StartsWith("odata.", StringComparison.Ordinal), name);
        });
    }

    [Fact]
    public async Task Any_entity_in_a_transaction_reads_back_equal()
    {
        // Azurite finds the keys of an action by patterns that these two characters can lead astray.
        var table = await TestTable.CreateAsync();
        var keys = AnyEntity.Key.Select(key => key.Replace(",", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal));
        var transactions =
            from partitionKey in keys
            from rowKeys in keys.ArrayOf()
            from columns in AnyEntity.Columns
            select (partitionKey, rowKeys.Append("at least one").Distinct(StringComparer.Ordinal).ToArray(), columns);

        transactions.Check(async transaction =>
        {
            var (partitionKey, rowKeys, columns) = transaction;

            var response = await table.SubmitTransactionAsync(rowKeys.Select(rowKey => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace, new TableEntity(columns) { PartitionKey = partitionKey, RowKey = rowKey })));

            Assert.Equal(rowKeys.Length, response.Value.Count);
            foreach (var (rowKey, part) in rowKeys.Zip(response.Value))
            {
                var read = (await table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;
                Assert.Equal(part.Headers.ETag, read.ETag);
                foreach (var (name, value) in columns)
                    Assert.Equal(value, read[name]);
            }
        });
    }

    [Fact]
    public async Task Any_typed_entity_reads_back_equal()
    {
        var table = await TestTable.CreateAsync();
        var entities =
            from keys in AnyEntity.Key.Two()
            from text in AnyEntity.Text
            from values in AnyEntity.Columns
            from time in AnyEntity.Time
            select new Reading
            {
                PartitionKey = keys.Item1,
                RowKey = keys.Item2,
                Text = text,
                Int = values.Values.OfType<int>().Cast<int?>().FirstOrDefault(),
                Long = values.Values.OfType<long>().FirstOrDefault(),
                Double = values.Values.OfType<double>().FirstOrDefault(),
                Flag = values.Values.OfType<bool>().FirstOrDefault(),
                Guid = values.Values.OfType<Guid>().FirstOrDefault(),
                Bytes = values.Values.OfType<byte[]>().FirstOrDefault(),
                Instant = time,
                Time = time.UtcDateTime,
                Day = time.DayOfWeek,
            };

        entities.Check(async written =>
        {
            await table.UpsertEntityAsync(written, TableUpdateMode.Replace);

            var read = (await table.GetEntityAsync<Reading>(written.PartitionKey, written.RowKey)).Value;

            read.Timestamp = null;
            read.ETag = default;
            Assert.Equivalent(written, read, strict: true);
        });
    }

    [Fact]
    public async Task Entities_of_nearly_a_mebibyte_are_written_side_by_side()
    {
        var table = await TestTable.CreateAsync();

        await Parallel.ForAsync(0, 24, async (number, cancellationToken) =>
        {
            var random = new Random(number);
            var columns = Enumerable.Range(0, number % 2 == 0 ? 15 : 1).ToDictionary(column => $"Part{column}", _ =>
            {
                var bytes = new byte[64 * 1024];
                random.NextBytes(bytes);
                return (object)bytes;
            });
            await table.AddEntityAsync(new TableEntity(columns) { PartitionKey = "p", RowKey = $"{number}" }, cancellationToken);

            var read = await table.GetEntityAsync<TableEntity>("p", $"{number}", cancellationToken: cancellationToken);

            Assert.All(columns, column => Assert.Equal((byte[])column.Value, read.Value.GetBinary(column.Key)));
        });
    }

    [Fact]
    public async Task A_value_over_64_KiB_is_refused()
    {
        var table = await TestTable.CreateAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("p", "r") { ["Part"] = new byte[(64 * 1024) + 1] }));

        Assert.Equal(400, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.PropertyValueTooLarge);
    }

    [Fact]
    public async Task A_filter_with_any_text_finds_exactly_its_row()
    {
        var table = await TestTable.CreateAsync();
        var number = 0;
        var rows = from key in AnyEntity.Key from text in AnyEntity.Text select (key, text);

        rows.Check(async row =>
        {
            var (key, text) = row;
            var partition = $"{Interlocked.Increment(ref number)} {key}";
            await table.AddEntityAsync(new Note { PartitionKey = partition, RowKey = key, Text = text });
            await table.AddEntityAsync(new Note { PartitionKey = partition, RowKey = key + "'", Text = text + "'" });

            var interpolated = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and Text eq {text}");
            Assert.Equal(key, Assert.Single(await table.QueryAsync<Note>(interpolated).ToListAsync()).RowKey);
            var found = await table.QueryAsync<Note>(note => note.PartitionKey == partition && note.RowKey == key && note.Text == text).ToListAsync();
            Assert.Equal(text, Assert.Single(found).Text);
        });
    }

    private sealed class Reading : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string Text { get; set; } = "";

        public int? Int { get; set; }

        public long Long { get; set; }

        public double Double { get; set; }

        public bool Flag { get; set; }

        public Guid Guid { get; set; }

        public byte[]? Bytes { get; set; }

        public DateTimeOffset Instant { get; set; }

        public DateTime Time { get; set; }

        public DayOfWeek Day { get; set; }
    }

    private sealed class Note : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string Text { get; set; } = "";
    }
}
