using Hookwork.Catalog.Files;

namespace Hookwork.Tests.Catalog;

public sealed class EventDateTests
{
    [Theory]
    [InlineData("2025-12-01T18:55:02.123456", true)]
    [InlineData("2025-12-01T18:55:02", true)]
    [InlineData("1969-12-31T23:59:59.999999", true)]
    [InlineData("0001-01-01T00:00:00", true)]
    [InlineData("9999-12-31T23:59:59.999999", true)]
    // These would come back in another form.
    [InlineData("2025-12-01T18:55:02.000000", false)]
    [InlineData("2025-12-01T18:55:02.5", false)]
    [InlineData("2025-12-01T18:55:02Z", false)]
    [InlineData("2025-13-01T00:00:00", false)]
    [InlineData("12", false)]
    // No date is before all others.
    [InlineData("", true)]
    public void A_date_comes_back_as_the_server_wrote_it(string date, bool isNumber)
    {
        using var shelf = new MailShelf();
        using var add = new SqlStatement(
            shelf.Connection,
            "INSERT INTO event (id, category, date, gone) VALUES (1, 'patch-created', ?1, 0)"
        );
        var stored = EventDate.Stored(date);
        Assert.Equal(isNumber, stored is long);
        add.Run(stored);
        using var read = new SqlStatement(shelf.Connection, "SELECT date FROM event", []);
        Assert.True(read.Next());
        Assert.Equal(date, EventDate.Text(read, 0));
    }
}
