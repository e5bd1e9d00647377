using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Tests.Standins.Tables;

public sealed class QueryFilterTests
{
    [Fact]
    public void Interpolated_values_become_literals()
    {
        var time = new DateTime(638_000_000_001_234_567, DateTimeKind.Utc);

        Assert.Equal("A eq 'x' or B eq 'it''s '' or 1 eq 1'", TableClient.CreateQueryFilter($"A eq {"x"} or B eq {"it's ' or 1 eq 1"}"));
        Assert.Equal("A eq 1 and B eq 2L and C eq 1.5", TableClient.CreateQueryFilter($"A eq {1} and B eq {2L} and C eq {1.5}"));
        Assert.Equal("A eq true and B eq false", TableClient.CreateQueryFilter($"A eq {true} and B eq {false}"));
        Assert.Equal("A eq datetime'2022-09-28T22:13:20.1234567Z'", TableClient.CreateQueryFilter($"A eq {time}"));
        Assert.Equal("A eq datetime'2022-09-28T22:13:20.1234567Z'", TableClient.CreateQueryFilter($"A eq {new DateTimeOffset(time)}"));
        Assert.Equal("A eq guid'00000000-0000-0000-0000-000000000000'", TableClient.CreateQueryFilter($"A eq {Guid.Empty}"));
        Assert.Equal("A eq X'0AFF'", TableClient.CreateQueryFilter($"A eq {new byte[] { 10, 255 }}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new Version(1, 0)}"));
    }

    [Fact]
    public void A_lambda_becomes_a_filter()
    {
        var name = "it's";

        Assert.Equal("Name eq 'it''s'", TableClient.CreateQueryFilter<Row>(row => row.Name == name));
        Assert.Equal("Name ge 'a'", TableClient.CreateQueryFilter<Row>(row => row.Name.CompareTo("a") >= 0));
        Assert.Equal("n eq 5", TableClient.CreateQueryFilter<Row>(row => row.Number == 5));
        Assert.Equal("Maybe eq 5L", TableClient.CreateQueryFilter<Row>(row => row.Maybe == 5));
        Assert.Equal("Day eq 'Friday'", TableClient.CreateQueryFilter<Row>(row => row.Day.Equals(DayOfWeek.Friday.ToString())));
        Assert.Equal("(n gt 5) and (Name ne 'b')", TableClient.CreateQueryFilter<Row>(row => row.Number > 5 && row.Name != "b"));
        Assert.Null(TableClient.CreateQueryFilter<Row>(row => true));
    }

    [Fact]
    public void A_lambda_that_no_filter_can_say_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(row => row.Name.StartsWith("a")));
        Assert.Throws<NotSupportedException>(
            () => TableClient.CreateQueryFilter<Row>(row => string.Equals(row.Name, "a", StringComparison.OrdinalIgnoreCase)));
    }

    private sealed class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string Name { get; set; } = "";

        [DataMember(Name = "n")]
        public int Number { get; set; }

        public long? Maybe { get; set; }

        public DayOfWeek Day { get; set; }
    }
}
