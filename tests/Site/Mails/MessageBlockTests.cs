using Hookwork.Mail;
using Hookwork.Mail.Reviews;
using Hookwork.Site.Mails;
using Hookwork.Site.Reviews;

namespace Hookwork.Tests.Site.Mails;

public sealed class MessageBlockTests
{
    private const string Two = "text\nAcked-by: A <a@b.example>\n";

    [Fact]
    public void What_follows_many_blocks_is_one()
    {
        var text = string.Concat(Enumerable.Repeat(Two, MessageBlock.Most));
        var nothing = ReviewPlaces.Of(ReviewedMail.Of(text, []), [], _ => true);

        var blocks = MessageBlock.Of(text, nothing);

        Assert.Equal(MessageBlock.Most + 1, blocks.Count);
        Assert.Equal(new Trailer("Acked-by", "A <a@b.example>"), Assert.Single(blocks[^2].Trailers));
        Assert.Equal(string.Concat(Enumerable.Repeat(Two, MessageBlock.Most / 2)).TrimEnd(), blocks[^1].Text);
        Assert.Empty(blocks[^1].Trailers);
    }
}
