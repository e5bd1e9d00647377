using System.Text.RegularExpressions;
using Hookwork.Api.Lists;

namespace Hookwork.Tests.Api;

public sealed partial class SearchWordsTests
{
    [Theory]
    [InlineData("one two,three", "one", "two", "three")]
    [InlineData("\"one two\" three", "one two", "three")]
    [InlineData("'it''s one' \\\" x", "it''s one", "\\\"", "x")]
    [InlineData("\"a \\\"quoted\\\" word\"", "a \"quoted\" word")]
    [InlineData("don't stop", "don't", "stop")]
    // Both apostrophes make a quotation within a word, which the comma splits.
    [InlineData("don't, won't", "don't", "won't")]
    [InlineData("a \" b", "a", "b")]
    [InlineData("a\"b c\"d", "a\"b c\"d")]
    [InlineData(" ,, ")]
    public void Words_are_split_as_Django_splits_them(string text, params string[] words) =>
        Assert.Equal(words, SearchWords.In(text));

    [Fact]
    public void Every_text_is_split_as_by_the_expression_of_Django()
    {
        var random = new Random(20261128);
        for (var tries = 0; tries < 20_000; tries++)
        {
            var text = new string(random.GetItems("ab\"'\\ \n".AsSpan(), random.Next(24)));

            Assert.Equal(Expression().Matches(text).Select(part => part.Value), SearchWords.Parts(text));
        }
    }

    [GeneratedRegex("""[^\s'"]*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+|\S+""")]
    private static partial Regex Expression();
}
