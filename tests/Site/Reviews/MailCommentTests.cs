using System.Text.Json;
using Hookwork.Site.Reviews;

namespace Hookwork.Tests.Site.Reviews;

public sealed class MailCommentTests
{
    [Fact]
    public void Comments_that_are_too_long_for_a_page_are_left_out()
    {
        var large = JsonSerializer.SerializeToUtf8Bytes(
            new { id = 1, content = new string('a', MailComment.MostCharacters) }
        );

        var comments = MailComment.AllOf([large, large]);

        Assert.Equal(MailComment.MostCharacters, comments[0].Text.Length);
        Assert.Contains("not shown", comments[1].Text, StringComparison.Ordinal);
    }
}
