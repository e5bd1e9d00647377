using Hookwork.Mail.Reviews;
using Hookwork.Site.Reviews;
using Hookwork.Site.Texts;

namespace Hookwork.Tests.Site.Reviews;

public sealed class ReviewPlacesTests
{
    private static readonly List<string> s_lines =
    [
        .. Enumerable.Range(0, ReviewPlaces.MostRemarks + 1).Select(line => $"line {line:x4}"),
    ];

    [Fact]
    public void A_comment_of_too_many_remarks_is_shown_as_a_whole()
    {
        var mail = ReviewedMail.Of(string.Join('\n', s_lines), []);

        var many = ReviewPlaces.Of(mail, [Comment(1, s_lines.Skip(1)), Comment(2, s_lines.Take(1))], _ => true);
        Assert.Equal(ReviewPlaces.MostRemarks, many.Places.Count);
        Assert.Equal(2, Assert.Single(many.Others).Comment.Id);

        var whole = Assert.Single(ReviewPlaces.Of(mail, [Comment(1, s_lines)], _ => true).Others);
        Assert.InRange(whole.Pieces.Count, 1, TextPieces.Most + 1);
    }

    [Fact]
    public void Only_tags_are_listed_below_the_last_remark()
    {
        var comment = Comment(1, []) with
        {
            Text =
                "> line 0\nPlease add\nFixes: 0123456789ab (\"a\")\n\n"
                + "> line 1\nWhy?\n\nnit: x\nAcked-by: A <a@b.example>\n",
        };

        var shown = ReviewPlaces.Of(ReviewedMail.Of("line 0\nline 1", []), [comment], _ => true);

        var first = Assert.Single(shown.At(Place.Message(0)));
        Assert.Equal("Please add\nFixes: 0123456789ab (\"a\")", Assert.Single(first.Pieces).Text);
        var last = Assert.Single(shown.At(Place.Message(1)));
        Assert.Equal("Acked-by", Assert.Single(last.Trailers).Name);
        Assert.Equal(["Fixes", "Acked-by"], shown.Trailers.Select(given => given.Trailer.Name));
    }

    /// <summary>A comment with a remark below each line that it quotes.</summary>
    private static MailComment Comment(long id, IEnumerable<string> lines) =>
        new()
        {
            Id = id,
            Sender = new MailPerson(null, "", ""),
            Date = DateTimeOffset.UnixEpoch,
            Subject = "",
            MessageId = $"{id}@test",
            References = [],
            Text = string.Concat(lines.Select(line => $"> {line}\nWhy?\n")),
            IsAddressed = null,
        };
}
