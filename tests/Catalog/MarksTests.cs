using FsCheck;
using FsCheck.Fluent;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Tests.Catalog;

public sealed class MarksTests
{
    [Theory]
    [InlineData("leak", "Fix a [leak], a LEAKY one", TextColumns.Subject)]
    [InlineData("leak*", "Fix a [leak], a [LEAKY] one", TextColumns.Subject)]
    [InlineData("\"fix a\" OR \"a leak\"", "[Fix a leak]", TextColumns.Subject)]
    [InlineData("vhost_dev_init()", "call [vhost_dev_init](dev), not vhost_dev", TextColumns.Added)]
    [InlineData("groß", "[Groß] and [GROSS]", TextColumns.Own)]
    [InlineData("\"a a\"", "[a a a, a]", TextColumns.Own)]
    [InlineData("-leak fix -(is:patch -a)", "[fix] [a] leak", TextColumns.Own)]
    [InlineData("s:fix q:leak", "[fix] leak", TextColumns.Subject)]
    [InlineData("s:fix q:leak", "fix [leak]", TextColumns.Quoted)]
    [InlineData("is:patch", "patch", TextColumns.Subject)]
    public void Marks_what_is_asked_for(string typed, string marked, TextColumns column)
    {
        var text = marked.Replace("[", "").Replace("]", "");
        var result = text;
        foreach (var mark in SearchQuery.Parse(typed, FixedClock.Instance).MarksIn(column, text).Reverse())
            result = result[..mark.Start] + "[" + result[mark] + "]" + result[mark.End..];
        Assert.Equal(marked, result);
    }

    [Fact]
    public void Marks_are_in_order_and_apart()
    {
        var query = SearchQuery.Parse("\"a b\" OR b* OR \"b a b\" OR \"a b\"*", FixedClock.Instance);
        Prop.ForAll<bool[]>(letters =>
            {
                var text = string.Join(' ', letters.Select(letter => letter ? "a" : "b"));
                var end = 0;
                foreach (var mark in query.MarksIn(TextColumns.Own, text))
                {
                    if (mark.Start.Value < end || mark.End.Value <= mark.Start.Value || mark.End.Value > text.Length)
                        return false;
                    end = mark.End.Value;
                }
                return end > 0 == text.Contains('b');
            })
            .QuickCheckThrowOnFailure();
    }
}
