using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Input;

namespace Hookwork.Tests.Catalog;

/// <summary>SQLite and the in-memory evaluator agree.</summary>
public sealed class EvaluatorsTests
{
    [Fact]
    public void Agree_on_any_mail_and_query()
    {
        var (pairs, matched, refused) = (0, 0, 0);
        for (var seed = 0; pairs < 20_000; seed++)
        {
            var random = new RandomMails(seed);
            using var shelf = new MailShelf(random.Documents(40));
            for (var tries = 0; tries < 25; tries++)
            {
                var typed = random.Query();
                SearchQuery query;
                try
                {
                    query = SearchQuery.Parse(typed, FixedClock.Instance);
                }
                catch (QueryException)
                {
                    refused++;
                    continue;
                }

                Assert.Equal(query, SearchQuery.Parse(query.ToString(), FixedClock.Instance));
                var expected = shelf.Match(query);
                var found = shelf.Find(query);
                Assert.True(
                    expected.SequenceEqual(found),
                    $"Seed {seed}, {query} (typed: {Printable.Escape(typed)}): memory {string.Join(',', expected)}; SQLite {string.Join(',', found)}"
                );
                pairs += 40;
                matched += found.Count;
            }
        }

        // The pairs are meaningful: many match, many do not, few queries are malformed.
        Assert.InRange(matched, pairs / 10, pairs * 7 / 10);
        Assert.InRange(refused, 0, pairs / 40 / 2);
    }

    [Fact]
    public void Agree_on_each_atom()
    {
        // Conjunctions mask differences, so each kind of atom is also tested alone.
        for (var seed = 1000; seed < 1010; seed++)
        {
            var random = new RandomMails(seed);
            using var shelf = new MailShelf(random.Documents(40));
            for (var tries = 0; tries < 100; tries++)
            {
                var typed = random.Query(depth: 0);
                if (TryParse(typed) is { } query)
                    Assert.True(
                        shelf.Match(query).SequenceEqual(shelf.Find(query)),
                        $"Seed {seed}, {query} (typed: {Printable.Escape(typed)})"
                    );
            }
        }
    }

    [Theory]
    [InlineData("a NEAR/2 b")]
    [InlineData("b ADJ/2 a")]
    [InlineData("a ADJ/2 a")]
    [InlineData("c NEAR b NEAR a")]
    [InlineData("a NEAR rare")]
    [InlineData("a NEAR missing")]
    public void Agree_on_words_of_which_each_is_in_other_mails(string typed)
    {
        using var shelf = new MailShelf([
            .. Enumerable
                .Range(0, 60)
                .Select(index => new SearchDocument
                {
                    Kind = MailKind.Cover,
                    Subject = index % 5 == 0 ? "b" : "a",
                    Own = string.Join(
                        ' ',
                        index % 2 == 0 ? "a x" : "b",
                        index % 3 == 0 ? "b y a" : "c",
                        index == 40 ? "rare" : ""
                    ),
                }),
        ]);
        var query = SearchQuery.Parse(typed, FixedClock.Instance);
        Assert.Equal(shelf.Match(query), shelf.Find(query));
    }

    private static SearchQuery? TryParse(string typed)
    {
        try
        {
            return SearchQuery.Parse(typed, FixedClock.Instance);
        }
        catch (QueryException)
        {
            return null;
        }
    }
}
