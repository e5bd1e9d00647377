using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Tests.Catalog;

public sealed class TokensTests
{
    private static readonly SearchValues<char> Separators = SearchValues.Create([
        .. Enumerable
            .Range(0, 0x80)
            .Select(unit => (char)unit)
            .Where(unit => !char.IsAsciiLetterLower(unit) && !char.IsAsciiDigit(unit)),
    ]);

    [Theory]
    [InlineData("vhost_backend_update_device_iotlb", "vhost backend update device iotlb")]
    [InlineData("CONFIG_SPL_NAND=y", "config spl nand y")]
    [InlineData("hw/virtio/vhost.c", "hw virtio vhost c")]
    [InlineData("Größe naïve ŁÓDŹ Straße Ærø", "grosse naive lodz strasse aero")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("İstanbul ıŞıK", "istanbul isik")]
    [InlineData("Ёлка Йод", "елка иод")]
    [InlineData("ΛΌΓΟΣ λόγος", "λογοσ λογοσ")]
    [InlineData("中文字 patch日本", "中 文 字 patch 日 本")]
    [InlineData("テスト", "テ ス ト")]
    [InlineData("ไทย", "ไ ท ย")]
    [InlineData("\U00020000\U00020001x", "\U00020000 \U00020001 x")]
    [InlineData("\U00010400", "\U00010428")]
    [InlineData("हिन्दी", "हिनदी")]
    [InlineData("한국어 패치", "한국어 패치")]
    [InlineData("a\0b \"c\" (d*) 😀e", "a b c d e")]
    [InlineData("\uD800x\uDC00", "x")]
    [InlineData(" \t--- ", "")]
    [InlineData("\uE000", "")]
    public void Splits_text_into_folded_terms(string text, string terms) =>
        Assert.Equal(terms, string.Join(' ', Tokens.Of(text)));

    [Fact]
    public void Leaves_out_what_is_longer_than_a_term()
    {
        var longest = new string('a', Tokens.MaxTermLength);
        Assert.Equal($"x {longest} y", string.Join(' ', Tokens.Of($"x {longest} {longest}a y")));

        var reader = Tokens.Read(longest + "a");
        Assert.False(reader.MoveNext());
        Assert.True(reader.LeftOut);
    }

    [Fact]
    public void Says_where_a_term_stands()
    {
        const string Text = "  Ünder_score e\u0301.";
        List<string> places = [];
        var reader = Tokens.Read(Text);
        while (reader.MoveNext())
            places.Add(Text[reader.Start..reader.End]);
        Assert.Equal(["Ünder", "score", "e\u0301"], places);
    }

    [Fact]
    public void Terms_of_terms_are_the_same_terms()
    {
        for (var unit = 0; unit <= char.MaxValue; unit++)
            Assert.Equal(Again(Tokens.Of([(char)unit])), Tokens.Of([(char)unit]));

        Prop.ForAll<string>(text =>
            {
                var terms = Tokens.Of(text);
                return terms.SequenceEqual(Again(terms))
                    && terms.All(term =>
                        term.Length is > 0 and <= Tokens.MaxTermLength && !term.AsSpan().ContainsAny(Separators)
                    );
            })
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Sqlite_splits_joined_terms_into_the_same_terms()
    {
        // Every letter in one table: FTS5's list of terms must equal the input.
        using var connection = CatalogSchema.Open("Data Source=:memory:");
        using var command = connection.CreateCommand();
        var terms = Enumerable
            .Range(0, 0x20000)
            .Where(Rune.IsValid)
            .SelectMany(character => Tokens.Of($"x{new Rune(character)}"))
            .Distinct()
            .ToList();
        command.CommandText = """
            CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='ascii');
            CREATE VIRTUAL TABLE v USING fts5vocab(t, row);
            INSERT INTO t (rowid, x) VALUES (1, $text);
            SELECT term FROM v;
            """;
        command.Parameters.AddWithValue("$text", string.Join(' ', terms));
        using var reader = command.ExecuteReader();
        HashSet<string> stored = [];
        while (reader.Read())
            stored.Add(reader.GetString(0));
        Assert.Equal(terms.Count, stored.Count);
        Assert.All(terms, term => Assert.Contains(term, stored));
    }

    private static IEnumerable<string> Again(IEnumerable<string> terms) => Tokens.Of(string.Join(' ', terms));
}
