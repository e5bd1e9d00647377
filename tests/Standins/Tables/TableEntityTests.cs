using Azure;
using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

public sealed class TableEntityTests
{
    [Fact]
    public void Is_a_dictionary_of_its_columns()
    {
        var entity = new TableEntity("p", "r") { { "A", 1 }, { "B", "text" } };

        Assert.Equal(["A", "B", "PartitionKey", "RowKey"], entity.Keys.Order());
        Assert.Equal(4, entity.Count);
        Assert.True(entity.TryGetValue("A", out var value));
        Assert.Equal(1, value);
        Assert.False(entity.TryGetValue("C", out _));
        Assert.Null(entity["C"]);
        Assert.True(entity.Remove("A"));
        Assert.False(entity.ContainsKey("A"));
        Assert.Equal("p", entity["PartitionKey"]);
        Assert.Contains(new KeyValuePair<string, object>("B", "text"), (IDictionary<string, object>)entity);
        Assert.Throws<ArgumentException>(() => entity.Add("B", 1));
        entity.Clear();
        Assert.Empty(entity.Keys);
    }

    [Fact]
    public void Copies_a_dictionary()
    {
        var values = new Dictionary<string, object> { ["PartitionKey"] = "p", ["RowKey"] = "r", ["N"] = 5L };

        var entity = new TableEntity(values) { ["N"] = 6 };

        Assert.Equal("r", entity.RowKey);
        Assert.Equal(6, entity.GetInt64("N"));
        Assert.Equal(5L, values["N"]);
    }

    [Fact]
    public void Gets_each_type()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var entity = new TableEntity("p", "r")
        {
            ["String"] = "text",
            ["Int32"] = 1,
            ["Int64"] = 2L,
            ["Double"] = 3.5,
            ["Boolean"] = true,
            ["DateTime"] = time.UtcDateTime,
            ["DateTimeOffset"] = time,
            ["Guid"] = Guid.Empty,
            ["Binary"] = new byte[] { 1 },
            ["BinaryData"] = new BinaryData(new byte[] { 2 }),
        };

        Assert.Equal("text", entity.GetString("String"));
        Assert.Equal(1, entity.GetInt32("Int32"));
        Assert.Equal(2L, entity.GetInt64("Int64"));
        Assert.Equal(3.5, entity.GetDouble("Double"));
        Assert.True(entity.GetBoolean("Boolean"));
        Assert.Equal(time.UtcDateTime, entity.GetDateTime("DateTime"));
        Assert.Equal(time.UtcDateTime, entity.GetDateTime("DateTimeOffset"));
        Assert.Equal(time, entity.GetDateTimeOffset("DateTime"));
        Assert.Equal(time, entity.GetDateTimeOffset("DateTimeOffset"));
        Assert.Equal(Guid.Empty, entity.GetGuid("Guid"));
        Assert.Equal([1], entity.GetBinary("Binary"));
        Assert.Equal([1], entity.GetBinaryData("Binary")!.ToArray());
        Assert.Equal([2], entity.GetBinaryData("BinaryData")!.ToArray());
        Assert.Null(entity.GetInt32("Missing"));
        Assert.Null(entity.GetString("Missing"));
        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("String"));
        Assert.Throws<InvalidOperationException>(() => entity.GetInt64("Int32"));
    }

    [Fact]
    public void An_int_keeps_a_columns_wider_type()
    {
        var entity = new TableEntity { ["Double"] = 1.5, ["Int64"] = 1L, ["String"] = "text" };

        entity["Double"] = 2;
        entity["Int64"] = 2;
        entity["String"] = 2;

        Assert.Equal(2d, entity["Double"]);
        Assert.Equal(2L, entity["Int64"]);
        Assert.Equal(2, entity["String"]);
    }

    [Fact]
    public async Task Every_type_reads_back_as_itself()
    {
        var table = await TestTable.CreateAsync();
        var guid = Guid.NewGuid();
        var time = new DateTimeOffset(638_000_000_001_234_567, TimeSpan.Zero);
        await table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["String"] = "it's \"ä\"\n🎉",
            ["Empty"] = "",
            ["Int32"] = int.MinValue,
            ["Int64"] = long.MaxValue,
            ["Small"] = 5L,
            ["Double"] = 0.1,
            ["Whole"] = 3.0,
            ["Huge"] = 1e300,
            ["NaN"] = double.NaN,
            ["Infinity"] = double.PositiveInfinity,
            ["NegativeInfinity"] = double.NegativeInfinity,
            ["Boolean"] = true,
            ["DateTime"] = time.UtcDateTime,
            ["DateTimeOffset"] = time.ToOffset(TimeSpan.FromHours(2)),
            ["Guid"] = guid,
            ["Binary"] = new byte[] { 0, 255, 62, 63 },
            ["BinaryData"] = new BinaryData(new byte[] { 1, 2 }),
            ["Null"] = null,
        });

        var entity = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("it's \"ä\"\n🎉", entity["String"]);
        Assert.Equal("", entity["Empty"]);
        Assert.Equal(int.MinValue, entity["Int32"]);
        Assert.Equal(long.MaxValue, entity["Int64"]);
        Assert.Equal(5L, entity["Small"]);
        Assert.Equal(0.1, entity["Double"]);
        Assert.Equal(3.0, entity["Whole"]);
        Assert.Equal(1e300, entity["Huge"]);
        Assert.Equal(double.NaN, entity["NaN"]);
        Assert.Equal(double.PositiveInfinity, entity["Infinity"]);
        Assert.Equal(double.NegativeInfinity, entity["NegativeInfinity"]);
        Assert.Equal(true, entity["Boolean"]);
        Assert.Equal(time, entity["DateTime"]);
        Assert.Equal(time, entity["DateTimeOffset"]);
        Assert.Equal(guid, entity["Guid"]);
        Assert.Equal(new byte[] { 0, 255, 62, 63 }, entity["Binary"]);
        Assert.Equal([1, 2], entity.GetBinaryData("BinaryData")!.ToArray());
        Assert.False(entity.ContainsKey("Null"));
    }

    [Fact]
    public async Task What_was_read_can_be_written_back()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1L, ["Keep"] = 0.5 });

        var entity = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        entity["N"] = 2;
        await table.UpdateEntityAsync(entity, entity.ETag, TableUpdateMode.Replace);

        var again = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(2L, again["N"]);
        Assert.Equal(0.5, again["Keep"]);
        Assert.NotEqual(entity.ETag, again.ETag);
    }

    [Fact]
    public async Task Refuses_a_time_that_is_not_in_utc()
    {
        var table = await TestTable.CreateAsync();

        await Assert.ThrowsAsync<NotSupportedException>(
            () => table.AddEntityAsync(new TableEntity("p", "r") { ["T"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified) }));
    }

    [Fact]
    public void Has_a_version()
    {
        var entity = new TableEntity("p", "r") { ETag = new ETag("W/\"1\"") };

        Assert.Equal(new ETag("W/\"1\""), entity.ETag);
        Assert.Null(new TableEntity().Timestamp);
    }
}
