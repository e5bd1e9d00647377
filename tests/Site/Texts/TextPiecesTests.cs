using Hookwork.Site.Texts;

namespace Hookwork.Tests.Site.Texts;

public sealed class TextPiecesTests
{
    [Theory]
    [InlineData("mine", "Own:mine")]
    [InlineData("> theirs", "Quote:> theirs")]
    [InlineData("\n\nmine\n\n\nstill mine\n\n", "Own:mine|||still mine")]
    [InlineData(
        "On Monday, A wrote:\n\n> one\n>\n\n> two\n\nmine",
        "Quote:On Monday, A wrote:||> one|>||> two;Own:mine"
    )]
    [InlineData("mine\n-- \nA\nB", "Own:mine;Signature:A|B")]
    [InlineData("mine\n-- \n> theirs", "Own:mine|-- ;Quote:> theirs")]
    [InlineData("", "")]
    public void Tells_own_quoted_and_signature_apart(string text, string pieces) =>
        Assert.Equal(
            pieces,
            string.Join(';', TextPieces.Of(text).Select(piece => $"{piece.Kind}:{piece.Text.Replace('\n', '|')}"))
        );

    [Fact]
    public void Keeps_the_last_lines_of_a_long_quotation()
    {
        var piece = Assert.Single(TextPieces.Of("> 1\n> 2\n> 3\n> 4", mostQuoted: 2));

        Assert.Equal(("> 3\n> 4", 2, 2), (piece.Text, piece.Lines, piece.LeftOut));
    }

    [Fact]
    public void What_follows_many_pieces_is_one()
    {
        var text = string.Concat(Enumerable.Repeat("> theirs\nmine\n", TextPieces.Most));

        var pieces = TextPieces.Of(text, mostQuoted: 1);

        Assert.Equal(TextPieces.Most + 1, pieces.Count);
        Assert.Equal((PieceKind.Own, TextPieces.Most, 0), (pieces[^1].Kind, pieces[^1].Lines, pieces[^1].LeftOut));
    }
}
