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
