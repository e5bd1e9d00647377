using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

public sealed class TypedEntityTests
{
    public enum Color
    {
        Red,
        Green,
    }

    [Flags]
    public enum Sides
    {
        None = 0,
        Left = 1,
        Right = 2,
    }

    [Fact]
    public async Task Every_type_reads_back_equal()
    {
        var table = await TestTable.CreateAsync();
        var written = new Everything
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "ä\"\u0001",
            Int = -5,
            Long = long.MinValue,
            Unsigned = ulong.MaxValue >> 1,
            Double = Math.PI,
            Flag = true,
            Time = new DateTime(638_000_000_001_234_567, DateTimeKind.Utc),
            Instant = new DateTimeOffset(638_000_000_001_234_567, TimeSpan.Zero),
            Guid = Guid.NewGuid(),
            Bytes = [1, 2, 3],
            Data = new BinaryData("data"),
            Color = Color.Green,
            Sides = Sides.Left | Sides.Right,
            MaybeInt = 1,
            MaybeLong = 2,
            MaybeDouble = double.NegativeInfinity,
            MaybeFlag = false,
            MaybeTime = DateTime.UnixEpoch,
            MaybeInstant = DateTimeOffset.UnixEpoch,
            MaybeGuid = Guid.Empty,
            MaybeColor = Color.Red,
        };

        var added = await table.AddEntityAsync(written);
        var read = (await table.GetEntityAsync<Everything>("p", "r")).Value;

        Assert.Equal(added.Headers.ETag, read.ETag);
        Assert.NotNull(read.Timestamp);
        read.Timestamp = null;
        read.ETag = default;
        Assert.Equivalent(written, read, strict: true);
        Assert.Equal(DateTimeKind.Utc, read.Time.Kind);
    }

    [Fact]
    public async Task Nulls_are_left_out()
    {
        var table = await TestTable.CreateAsync();

        await table.AddEntityAsync(new Everything { PartitionKey = "p", RowKey = "r", Time = DateTime.UnixEpoch, Text = null });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.False(row.ContainsKey("Text"));
        Assert.False(row.ContainsKey("MaybeInt"));
        Assert.Equal("Red", row["Color"]);
        var read = (await table.GetEntityAsync<Everything>("p", "r")).Value;
        Assert.Null(read.Text);
        Assert.Null(read.MaybeColor);
        Assert.Null(read.Bytes);
    }

    [Fact]
    public async Task Columns_are_renamed_and_left_out_as_the_attributes_say()
    {
        var table = await TestTable.CreateAsync();

        await table.AddEntityAsync(new Renamed { RowKey = "r", Number = 7, Secret = "no", Field = "field" });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(7, row["n"]);
        Assert.Equal("field", row["Field"]);
        Assert.Equal("7!", row["Computed"]);
        Assert.False(row.ContainsKey("Number"));
        Assert.False(row.ContainsKey("Secret"));
        var read = (await table.QueryAsync<Renamed>(renamed => renamed.Number == 7).ToListAsync()).Single();
        Assert.Equal(7, read.Number);
        Assert.Equal("field", read.Field);
        Assert.Equal("", read.Secret);
    }

    [Fact]
    public async Task Keys_may_be_implemented_explicitly()
    {
        var table = await TestTable.CreateAsync();

        await table.AddEntityAsync(new Message { Id = "<1@example.com>", Size = 3 });

        var row = (await table.GetEntityAsync<TableEntity>("messages", "<1@example.com>")).Value;
        Assert.Equal(3L, row["Size"]);
        Assert.Equal("<1@example.com>", (await table.QueryAsync<Message>().ToListAsync()).Single().Id);
    }

    [Fact]
    public async Task Columns_that_the_type_lacks_are_skipped()
    {
        var table = await TestTable.CreateAsync();
        await table.AddEntityAsync(new TableEntity("messages", "id")
        {
            ["Aaa"] = 1L,
            ["Size"] = 9L,
            ["Zzz"] = new byte[] { 1 },
            ["Unknown"] = Guid.NewGuid(),
        });

        Assert.Equal(9, (await table.GetEntityAsync<Message>("messages", "id")).Value.Size);
    }

    [Fact]
    public async Task A_derived_types_columns_are_stored_too()
    {
        var table = await TestTable.CreateAsync();

        await table.UpsertEntityAsync<ITableEntity>(new Derived { RowKey = "r", Number = 1, More = 2 });

        var read = (await table.GetEntityAsync<Derived>("p", "r")).Value;
        Assert.Equal((1, 2), (read.Number, read.More));
    }

    [Fact]
    public async Task A_property_that_no_column_can_hold_is_named()
    {
        var table = await TestTable.CreateAsync();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => table.AddEntityAsync(new Impossible { PartitionKey = "p", RowKey = "r" }));

        Assert.IsType<NotSupportedException>(failure);
    }

    private sealed class Everything : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Text { get; set; }

        public int Int { get; set; }

        public long Long { get; set; }

        public ulong Unsigned { get; set; }

        public double Double { get; set; }

        public bool Flag { get; set; }

        public DateTime Time { get; set; }

        public DateTimeOffset Instant { get; set; } = DateTimeOffset.UnixEpoch;

        public Guid Guid { get; set; }

        public byte[]? Bytes { get; set; }

        public BinaryData? Data { get; set; }

        public Color Color { get; set; }

        public Sides Sides { get; set; }

        public int? MaybeInt { get; set; }

        public long? MaybeLong { get; set; }

        public double? MaybeDouble { get; set; }

        public bool? MaybeFlag { get; set; }

        public DateTime? MaybeTime { get; set; }

        public DateTimeOffset? MaybeInstant { get; set; }

        public Guid? MaybeGuid { get; set; }

        public Color? MaybeColor { get; set; }
    }

    private class Renamed : ITableEntity
    {
#pragma warning disable CA1051 // Fields are columns as well.
        public string Field = "";
#pragma warning restore CA1051

        public string PartitionKey { get; set; } = "p";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        [DataMember(Name = "n")]
        public int Number { get; set; }

        [IgnoreDataMember]
        public string Secret { get; set; } = "";

        public string Computed => $"{Number}!";
    }

    private sealed class Derived : Renamed
    {
        [DataMember]
        public int More { get; set; }
    }

    private sealed class Message : ITableEntity
    {
        [IgnoreDataMember]
        public string Id { get; set; } = "";

        public long Size { get; init; }

        string ITableEntity.PartitionKey { get; set; } = "messages";

        string ITableEntity.RowKey
        {
            get => Id;
            set => Id = value;
        }

        DateTimeOffset? ITableEntity.Timestamp { get; set; }

        ETag ITableEntity.ETag { get; set; }
    }

    private sealed class Impossible : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public Version Version { get; set; } = new(1, 2);
    }
}
