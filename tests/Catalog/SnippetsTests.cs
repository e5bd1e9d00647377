using FsCheck;
using FsCheck.Fluent;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;

namespace Hookwork.Tests.Catalog;

public sealed class SnippetsTests
{
    private static readonly string[] s_words =
    [
        "device",
        "devices",
        "virtio_device_reset",
        "reset",
        "resets",
        "Grüße",
        "x",
        "a",
        "be",
    ];

    private static readonly SearchQuery[] s_queries =
    [
        .. new[]
        {
            "device",
            "devices",
            "reset*",
            "virtio_device",
            "\"device reset\"",
            "\"a a be\"",
            "be OR needle",
            "needle device",
            "nq:reset OR dfa:needle",
            "q:needle OR dfctx:be",
            "grusse",
            "nowhere",
            "x NOT reset",
        }.Select(query => SearchQuery.Parse(query, FixedClock.Instance)),
    ];

    [Fact]
    public void A_snippet_of_a_stored_text_is_that_of_the_whole() =>
        Prop.ForAll<int>(seed =>
            {
                var random = new System.Random(seed);
                var (content, diff) = (
                    Lines(random, ["", "> "]),
                    Lines(random, ["+", "-", " ", "@@ -1 +1 @@ ", "+++ "])
                );
                var packed = new StoredText(content, diff).Pack(ZstdDictionary.None);
                foreach (var query in s_queries)
                {
                    var snippet = Snippets.Of(ZstdDictionary.None, packed, query);
                    var whole = Snippets.Of(content, diff, query);
                    Assert.Equal(whole.Text, snippet.Text);
                    Assert.Equal(whole.Marks, snippet.Marks);
                }
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Marks_of_ASCII_are_those_of_any_text() =>
        Prop.ForAll<int>(seed =>
            {
                var text = Lines(new System.Random(seed), [""]).Replace("ü", "u").Replace("ß", "ss");
                foreach (var query in s_queries)
                {
                    // Text with other letters is read completely, and not looked through first.
                    Assert.Equal(
                        query.MarksIn(TextColumns.Own, $"{text}\né"),
                        query.MarksIn(TextColumns.Own, $"{text}\ne")
                    );
                }
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1_000)]
    [InlineData(16_370)]
    [InlineData(20_000)]
    [InlineData(64_000)]
    public void A_match_far_in_the_text_is_shown(int place)
    {
        var content = new string('x', 70).PadRight(80, '\n');
        content = string.Concat(Enumerable.Repeat(content, 1 + place / content.Length))[..place];
        var packed = new StoredText($"{content}\na needle here\n", "").Pack(ZstdDictionary.None);
        var snippet = Snippets.Of(ZstdDictionary.None, packed, SearchQuery.Parse("needle", FixedClock.Instance));
        Assert.Equal("a needle here", snippet.Text);
        Assert.Equal("needle", snippet.Text[Assert.Single(snippet.Marks)]);
    }

    /// <summary>Up to 50 KB of lines, most of which have no word that is asked for.</summary>
    private static string Lines(System.Random random, string[] starts)
    {
        List<string> lines = [];
        for (var count = random.Next(random.Next(2) == 0 ? 20 : 1_500); lines.Count < count; )
        {
            var words = Enumerable.Range(0, random.Next(8)).Select(_ => Word(random));
            lines.Add(starts[random.Next(starts.Length)] + string.Join(' ', words));
        }
        return string.Join('\n', lines);
    }

    private static string Word(System.Random random) =>
        random.Next(400) switch
        {
            0 => "needle",
            < 20 => s_words[random.Next(s_words.Length)],
            var other => $"filler{other}",
        };
}
