using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;

namespace Hookwork.Tests.Catalog;

/// <summary>Totals and order of results, for few and for many matches, which use different query plans.</summary>
public sealed class CatalogSearchTests(CatalogSearchTests.Shelf shelf) : IClassFixture<CatalogSearchTests.Shelf>
{
    public static TheoryData<string, int> Pages
    {
        get
        {
            var pages = new TheoryData<string, int>();
            foreach (
                var typed in new[]
                {
                    "",
                    "common",
                    "half",
                    "rare",
                    "nothing",
                    "common half",
                    "common -half",
                    "rare is:cover",
                    "is:cover",
                    "half OR rare",
                    "tag:acked-by",
                    "-tag:acked-by",
                }
            )
            {
                foreach (var most in new[] { 1, 40, 2000 })
                    pages.Add(typed, most);
            }
            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_newest_come_first_and_all_are_counted(string typed, int most)
    {
        var query = SearchQuery.Parse(typed, FixedClock.Instance);
        var expected = shelf
            .Mails.Find(query)
            .Where(index => !shelf.IsGone(index))
            .Select(index => (Date: Shelf.DateOf(index).ToUnixTimeMilliseconds() * 1000, Row: index + 1L))
            .OrderDescending()
            .ToList();
        var found = CatalogSearch.Find(shelf.Mails.Connection, query, SearchOrder.Date, most);
        Assert.Equal(expected.Count, found.Total);
        Assert.Equal(expected.Take(most), found.First.Select(mail => (mail.Date, mail.Row)));
    }

    [Fact]
    public void Of_the_newest_mails_those_received_last_come_first()
    {
        // A moderator held the first for days. The clock of the last was ahead.
        using var mails = new MailShelf(Mail(1, 9), Mail(2, 2), Mail(3, 3), Mail(30, 4));

        Assert.Equal(
            ["1@example.org", "30@example.org", "3@example.org"],
            MailRows.Newest(mails.Connection, 3).Select(mail => mail.MessageId)
        );
        var found = CatalogSearch.Find(mails.Connection, SearchQuery.Everything, SearchOrder.Received, 3);
        Assert.Equal(4, found.Total);
        Assert.Equal([1L, 4L, 3L], found.First.Select(mail => mail.Row));

        static SearchDocument Mail(int sent, int received) =>
            new()
            {
                Kind = MailKind.Cover,
                MessageId = $"{sent}@example.org",
                Date = DateTimeOffset.UnixEpoch.AddDays(sent),
                Received = DateTimeOffset.UnixEpoch.AddDays(received),
            };
    }

    [Theory]
    [InlineData("common")]
    [InlineData("half -rare")]
    [InlineData("rare")]
    [InlineData("rare OR is:cover")]
    [InlineData("-half OR rare")]
    public void Relevance_counts_what_date_counts(string typed)
    {
        var query = SearchQuery.Parse(typed, FixedClock.Instance);
        var all = CatalogSearch.Find(shelf.Mails.Connection, query, SearchOrder.Date, int.MaxValue);
        var ranked = CatalogSearch.Find(shelf.Mails.Connection, query, SearchOrder.Relevance, 10);
        Assert.Equal(all.Total, ranked.Total);
        Assert.Equal(10, ranked.First.Select(mail => mail.Row).Intersect(all.First.Select(mail => mail.Row)).Count());
        Assert.Equal(
            ranked
                .First.OrderBy(mail => mail.Rank)
                .ThenByDescending(mail => mail.Date)
                .ThenByDescending(mail => mail.Row),
            ranked.First
        );
    }

    /// <summary>
    /// Enough mails for a common word to have many matches; dates repeat and are unordered, and some mails are deleted.
    /// </summary>
    public sealed class Shelf : IDisposable
    {
        private const int Count = 2500;

        public Shelf()
        {
            Mails = new MailShelf([
                .. Enumerable
                    .Range(0, Count)
                    .Select(index => new SearchDocument
                    {
                        Kind = index % 3 == 0 ? MailKind.Cover : MailKind.Comment,
                        Subject = $"common {(index % 2 == 0 ? "half" : "")} {(index % 50 == 0 ? "rare" : "")}",
                        MessageId = $"{index}@example.org",
                        Date = DateOf(index),
                        TrailerNames = index % 4 == 0 ? ["acked-by"] : [],
                    }),
            ]);
            using var gone = Mails.Connection.CreateCommand();
            gone.CommandText = "DELETE FROM mail WHERE rowid % 10 = 7";
            gone.ExecuteNonQuery();
        }

        internal MailShelf Mails { get; }

        public static DateTimeOffset DateOf(int index) => DateTimeOffset.UnixEpoch.AddHours(index * 7919 % 997);

        public bool IsGone(int index) => (index + 1) % 10 == 7;

        public void Dispose() => Mails.Dispose();
    }
}
