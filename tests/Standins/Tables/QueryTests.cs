using Azure;
using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

public sealed class QueryTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Reads_every_page()
    {
        var table = await FilledAsync(25);

        var pages = await table.QueryAsync<Patch>(maxPerPage: 10).AsPages().ToListAsync();

        Assert.Equal([10, 10, 5], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(Enumerable.Range(0, 25), pages.SelectMany(page => page.Values).Select(patch => patch.Number));
    }

    [Fact]
    public async Task Goes_on_from_a_continuation_token()
    {
        var table = await FilledAsync(25);
        var first = (await table.QueryAsync<Patch>().AsPages(pageSizeHint: 10).ToListAsync())[0];

        var rest = await table.QueryAsync<Patch>().AsPages(first.ContinuationToken).ToListAsync();

        Assert.Equal(Enumerable.Range(10, 15), rest.SelectMany(page => page.Values).Select(patch => patch.Number));
    }

    [Fact]
    public async Task Stops_asking_when_the_reader_stops()
    {
        var table = await FilledAsync(25);

        await foreach (var patch in table.QueryAsync<Patch>(maxPerPage: 5))
        {
            if (patch.Number == 7)
                return;
        }

        Assert.Fail("the eighth row never came");
    }

    [Fact]
    public async Task Reads_only_the_selected_columns()
    {
        var table = await FilledAsync(3);

        var rows = await table.QueryAsync<TableEntity>(select: ["RowKey", "Number"]).ToListAsync();

        Assert.Equal([0, 1, 2], rows.Select(row => row.GetInt32("Number")));
        Assert.All(rows, row => Assert.False(row.ContainsKey("Name")));
        Assert.All(rows, row => Assert.NotEqual(default, row.ETag));
    }

    [Fact]
    public async Task A_malformed_filter_is_refused()
    {
        var table = await FilledAsync(1);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.QueryAsync<Patch>("Name eq").ToListAsync());

        Assert.Equal(400, failure.Status);
    }

    [Fact]
    public async Task A_table_without_rows_has_one_empty_page()
    {
        var table = await TestTable.CreateAsync();

        Assert.Empty((await table.QueryAsync<Patch>().AsPages().ToListAsync()).SelectMany(page => page.Values));
    }

    [Fact]
    public async Task Interpolated_values_of_every_type_find_their_row()
    {
        var table = await FilledAsync(10);
        var three = (await table.GetEntityAsync<Patch>("patches", "003")).Value;

        foreach (var filter in (FormattableString[])
            [
                $"PartitionKey eq {"patches"} and RowKey eq {"003"}",
                $"Name eq {three.Name}",
                $"Number eq {3}",
                $"Size eq {three.Size}",
                $"Score eq {three.Score}",
                $"Open eq {true} and Number gt {2} and Number lt {4}",
                $"Date eq {three.Date}",
                $"Date eq {three.Date.UtcDateTime}",
                $"Key eq {three.Key}",
                $"Hash eq {three.Hash}",
                $"Hash eq {new BinaryData(three.Hash)}",
            ])
        {
            var found = await table.QueryAsync<Patch>(TableClient.CreateQueryFilter(filter)).ToListAsync();
            Assert.True(found is [{ Number: 3 }], $"{filter} finds {found.Count}");
        }
    }

    [Fact]
    public async Task A_lambda_finds_the_rows_that_it_is_true_of()
    {
        var table = await FilledAsync(10);
        var three = (await table.GetEntityAsync<Patch>("patches", "003")).Value;
        const string Partition = "patches";

        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => patch.PartitionKey == Partition && patch.RowKey == three.RowKey)));
        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => patch.Name == three.Name)));
        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => three.Name == patch.Name)));
        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => patch.Name.Equals(three.Name))));
        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => string.Equals(patch.Name, three.Name))));
        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => patch.Size == three.Size && patch.Score == three.Score)));
        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => patch.Date == s_start.AddDays(3))));
        Assert.Equal([3], await Numbers(table.QueryAsync<Patch>(patch => patch.Key == three.Key)));
        Assert.Equal([8, 9], await Numbers(table.QueryAsync<Patch>(patch => patch.Date > s_start.AddDays(7))));
        Assert.Equal([7, 8, 9], await Numbers(table.QueryAsync<Patch>(patch => patch.RowKey.CompareTo("007") >= 0)));
        Assert.Equal([0, 1], await Numbers(table.QueryAsync<Patch>(patch => string.Compare(patch.RowKey, "002") < 0)));
        Assert.Equal([1, 3, 5, 7, 9], await Numbers(table.QueryAsync<Patch>(patch => patch.Open)));
        Assert.Equal([0, 2, 4, 6, 8], await Numbers(table.QueryAsync<Patch>(patch => !patch.Open)));
        Assert.Equal([0, 9], await Numbers(table.QueryAsync<Patch>(patch => patch.Number < 1 || patch.Number >= 9)));
        Assert.Equal([4], await Numbers(table.QueryAsync<Patch>(patch => patch.Number != 5 && !(patch.Number < 4) && patch.Number <= 5)));
        Assert.Equal(10, (await Numbers(table.QueryAsync<Patch>(patch => true))).Count);
        Assert.Equal(10, (await Numbers(table.QueryAsync<Patch>(patch => patch.Timestamp > s_start))).Count);

        static async Task<List<int>> Numbers(IAsyncEnumerable<Patch> patches) =>
            [.. (await patches.ToListAsync()).Select(patch => patch.Number)];
    }

    [Fact]
    public async Task A_lambda_may_look_columns_up_by_name()
    {
        var table = await FilledAsync(10);
        var name = "Number";

        Assert.Single(await table.QueryAsync<TableEntity>(row => row.GetInt32("Number") == 4).ToListAsync());
        Assert.Single(await table.QueryAsync<TableEntity>(row => row.GetInt32(name) > 8).ToListAsync());
        Assert.Single(await table.QueryAsync<TableEntity>(row => row.GetString("Name") == "it's number 2").ToListAsync());
        Assert.Single(await table.QueryAsync<TableEntity>(row => (string)row["Name"]! == "it's number 2").ToListAsync());
    }

    private static async Task<TableClient> FilledAsync(int count)
    {
        var table = await TestTable.CreateAsync();
        await table.SubmitTransactionAsync(Enumerable.Range(0, count).Select(number => new TableTransactionAction(
            TableTransactionActionType.Add,
            new Patch
            {
                RowKey = $"{number:000}",
                Number = number,
                Name = $"it's number {number}",
                Size = number * 10_000_000_000,
                Score = number / 2d,
                Open = number % 2 == 1,
                Date = s_start.AddDays(number),
                Key = new Guid(number, 0, 0, new byte[8]),
                Hash = [(byte)number, 255, 16],
            })));
        return table;
    }

    private sealed class Patch : ITableEntity
    {
        public string PartitionKey { get; set; } = "patches";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public int Number { get; set; }

        public string Name { get; set; } = "";

        public long Size { get; set; }

        public double Score { get; set; }

        public bool Open { get; set; }

        public DateTimeOffset Date { get; set; }

        public Guid Key { get; set; }

        public byte[] Hash { get; set; } = [];
    }
}
