using FsCheck;
using FsCheck.Fluent;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Input;
using Hookwork.Tests.Hostile;

namespace Hookwork.Tests.Catalog;

public sealed class HostileQueryTests
{
    private static readonly SearchDocument Mail = new()
    {
        Kind = MailKind.Patch,
        Subject = "drop table mail or 1 1 near select x from user",
        Files = [string.Concat(Enumerable.Repeat("a/", 2000)) + "b"],
        Own = string.Concat(Enumerable.Repeat("a ab abc b ", 20_000)),
        MessageId = "x' OR '1'='1",
    };

    private static readonly string[] Leaves = ["a", "b", "-a", "s:drop", "is:patch", "-is:cover", "state:new"];

    [Theory]
    [InlineData("'; DROP TABLE mail; --", true)]
    [InlineData("\"'; DROP TABLE mail; --\"", true)]
    [InlineData("\" OR 1=1\"", true)]
    [InlineData("x\" OR 1=1 OR \"y", false)]
    [InlineData("NEAR(\"table mail\")", true)]
    [InlineData("NEAR(table mail, 2)", false)]
    [InlineData("subject : missing", false)]
    [InlineData("{subject sender} : select", false)]
    [InlineData("^drop", true)]
    [InlineData("^table", true)]
    [InlineData("drop + table", true)]
    [InlineData("drop * table", true)]
    [InlineData("s:\"x'') OR 1=1 --\"", false)]
    [InlineData("mid:\"x' OR '1'='1\"", true)]
    [InlineData("mid:\"' OR 1=1 --\"", false)]
    [InlineData("state:\"new' OR '1'='1\"", false)]
    [InlineData("delegate:\"x' UNION SELECT 1 --\"", false)]
    [InlineData("p:\"') OR (1=1\"", false)]
    [InlineData("tag:\"$q0\"", false)]
    [InlineData("dfn:\"*' OR 1=1 --*\"", false)]
    [InlineData("dfn:%b*", false)]
    [InlineData("dfn:_/*", false)]
    public void Injections_are_plain_terms(string typed, bool matches)
    {
        using var shelf = new MailShelf(Mail, new() { Kind = MailKind.Cover });
        SearchQuery query;
        try
        {
            query = SearchQuery.Parse(typed, FixedClock.Instance);
        }
        catch (QueryException)
        {
            Assert.False(matches);
            return;
        }

        int[] expected = matches ? [0] : [];
        Assert.Equal(expected, shelf.Match(query));
        Assert.Equal(expected, shelf.Find(query));
        Assert.Equal([0, 1], shelf.Find(SearchQuery.Everything));
    }

    [Fact]
    public void Typed_text_is_never_in_the_sql()
    {
        using var shelf = new MailShelf();
        var condition = QuerySql.Translate(
            SearchQuery.Parse(
                "s:hostile -mid:hostile@x state:hostile delegate:hostile p:hostile tag:hostile dfn:hostile/* -(hostile OR is:pull)",
                FixedClock.Instance
            ),
            shelf.Connection
        );
        Assert.DoesNotContain("hostile", condition.Sql);
        Assert.Equal(
            7,
            condition.Parameters.Count(parameter => parameter.Value is string value && value.Contains("hostile"))
        );
    }

    [Fact]
    public void Words_near_each_other_are_found_by_the_index_and_not_place_by_place()
    {
        using var shelf = new MailShelf();
        var condition = QuerySql.Translate(
            SearchQuery.Parse("the NEAR/2 of NEAR and OR drop", FixedClock.Instance),
            shelf.Connection
        );
        Assert.Equal("SELECT rowid FROM fts WHERE fts MATCH $q0", condition.Rows);
    }

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        using var shelf = new MailShelf(Mail);
        Prop.ForAll<string>(Check).QuickCheckThrowOnFailure();

        string[] pieces =
        [
            "s:",
            "d:",
            "m:",
            "dfn:",
            "dfpre:",
            "state:",
            "is:",
            "\"",
            "(",
            ")",
            "-",
            "*",
            " ",
            "OR ",
            "AND ",
            "NOT ",
            "a",
            "20240101",
            "..",
            "2.weeks.ago",
            "abcd",
            "/",
            ":",
            "<",
            ">",
            "@",
            "\0",
            "\uD800",
            "\uDC00",
            "é",
            "中",
            "\\",
            "'",
            "new",
            "patch",
            "\u2028",
            "~",
            "\uFFFF",
            "𐐀",
        ];
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
            Check(
                string.Concat(Enumerable.Range(0, random.Next(1, 16)).Select(_ => pieces[random.Next(pieces.Length)]))
            );

        bool Check(string? typed)
        {
            SearchQuery query;
            try
            {
                query = SearchQuery.Parse(typed ?? "", FixedClock.Instance);
            }
            catch (QueryException error)
            {
                Assert.InRange(error.Column, 1, (typed ?? "").Length + 1);
                return true;
            }
            var canonical = query.ToString();
            Assert.True(
                query.Equals(SearchQuery.Parse(canonical, FixedClock.Instance)),
                $"{Printable.Escape(typed)} as {canonical}"
            );
            return true;
        }
    }

    [Theory]
    [MemberData(nameof(Longest))]
    public void The_longest_queries_take_bounded_time(string name, string typed)
    {
        using var shelf = new MailShelf(Mail, new() { Kind = MailKind.Cover });

        var took = ProcessorTime.Of(Search, runs: 1);

        Assert.True(took < TimeSpan.FromSeconds(20), $"{name}: {took}");

        void Search()
        {
            try
            {
                var query = SearchQuery.Parse(typed, FixedClock.Instance);
                Assert.Equal(shelf.Match(query), shelf.Find(query));
                Assert.Equal(query, SearchQuery.Parse(query.ToString(), FixedClock.Instance));
            }
            catch (QueryException) { }
        }
    }

    public static TheoryData<string, string> Longest() =>
        new()
        {
            { "parentheses", new string('(', 4096) },
            { "open words", string.Concat(Enumerable.Repeat("a(", 2048)) },
            { "closed words", "a" + new string('(', 2047) + new string(')', 2047) },
            { "minus", string.Concat(Enumerable.Repeat("-(", 2048)) },
            { "not", string.Concat(Enumerable.Repeat("NOT ", 1000)) + "a" },
            { "quotes", new string('"', 4096) },
            { "stars", "dfn:" + string.Concat(Enumerable.Repeat("a*", 8)) + "c" },
            { "path stars", string.Join(' ', Enumerable.Repeat("dfn:*a*a*a*a*a*a*a*c", 100)) },
            { "prefixes", string.Join(" OR ", Enumerable.Range(0, 100).Select(index => index < 10 ? "a*" : "drop*")) },
            { "negations", string.Join(' ', Enumerable.Range(0, 100).Select(index => $"-a{index}")) },
            { "one phrase", '"' + string.Join(' ', Enumerable.Repeat("a ab abc b", 25)) + '"' },
            {
                "phrases",
                string.Join(" OR ", Enumerable.Range(0, 25).Select(index => "\"a ab abc b\"" + (index < 10 ? "*" : "")))
            },
            { "blobs", string.Join(" OR ", Enumerable.Range(0, 100).Select(index => $"dfblob:{index:x64}")) },
            { "patch-ids", string.Join(" OR ", Enumerable.Range(0, 150).Select(patch => $"patchid:{patch:x40}")) },
            { "deepest row", string.Join(" XOR ", Enumerable.Range(0, 150).Select(patch => $"patchid:{patch:x40}")) },
            { "deepest text", Nested(20, index => index % 2 == 0 ? "a (" : "b OR (") },
            { "deepest negations", Nested(20, index => index % 2 == 0 ? "a -(" : "b OR -(") },
            {
                "deepest mix",
                Nested(20, index => index % 2 == 0 ? "series:1 OR a -(" : "-is:cover -b OR state:new -(")
            },
            { "deepest fields", Nested(20, index => index % 2 == 0 ? "series:1 OR -(" : "is:patch -(") },
            { "deepest presence", Nested(20, index => index % 2 == 0 ? "a -b (" : "a b OR ab -c OR (") },
        };

    [Fact]
    public void The_deepest_query_that_is_read_is_answered()
    {
        using var shelf = new MailShelf(Mail, new() { Kind = MailKind.Cover });
        foreach (
            var (_, typed) in Longest()
                .Select(row => ((string)row[0], (string)row[1]))
                .Where(row => row.Item1.StartsWith("deepest"))
        )
        {
            var query = SearchQuery.Parse(typed, FixedClock.Instance);
            Assert.Equal(shelf.Match(query), shelf.Find(query));
        }
    }

    [Fact]
    public void No_nesting_is_too_deep_for_sqlite()
    {
        using var shelf = new MailShelf(Mail with { Own = "a b" }, new() { Kind = MailKind.Cover });
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var terms = random.Next(20, SearchQuery.MaxTerms);
            var query = SearchQuery.Parse(Tree(random, SearchQuery.MaxDepth, terms), FixedClock.Instance);
            Assert.Equal(shelf.Match(query), shelf.Find(query));
        }
    }

    /// <summary>A query of the greatest depth and number of terms, with the heavier side left or right.</summary>
    private static string Tree(Random random, int depth, int terms)
    {
        if (depth == 0 || terms < 2)
            return string.Join(' ', Enumerable.Range(0, terms).Select(_ => Pick(random, Leaves)));
        var light = random.Next(1, Math.Max(2, random.Next(terms)));
        var (left, right) = (Tree(random, depth - 1, light), Tree(random, depth - 1, terms - light));
        if (random.Next(2) == 0)
            (left, right) = (right, left);
        return $"{Pick(random, "", "-")}({left}) {Pick(random, "", "OR")} {Pick(random, "", "-")}({right})";
    }

    private static string Pick(Random random, params string[] of) => of[random.Next(of.Length)];

    private static string Nested(int depth, Func<int, string> open) =>
        string.Concat(Enumerable.Range(0, depth).Select(open)) + "abc -missing" + new string(')', depth);
}
