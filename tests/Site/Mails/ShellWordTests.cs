using Hookwork.Site.Mails;

namespace Hookwork.Tests.Site.Mails;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("20260101.1@host.example", "20260101.1@host.example")]
    [InlineData("a'b", @"'a'\''b'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("`reboot`;\n", "'`reboot`;'")]
    [InlineData("-rf", "'-rf'")]
    [InlineData("", "''")]
    public void Nothing_in_a_word_is_run(string word, string quoted) => Assert.Equal(quoted, ShellWord.Of(word));

    [Theory]
    [InlineData("20260101.1@host.example", "20260101.1@host.example")]
    [InlineData("-hVs7@proton.example", "'<-hVs7@proton.example>'")]
    [InlineData("\u0001-S@x", "'<-S@x>'")]
    [InlineData("-o/tmp@x'", @"'<-o/tmp@x'\''>'")]
    public void No_Message_ID_is_read_as_an_option(string messageId, string word) =>
        Assert.Equal(word, ShellWord.OfMessageId(messageId));
}
