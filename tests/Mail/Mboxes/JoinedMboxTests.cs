using System.Text;
using Hookwork.Mail.Mboxes;

namespace Hookwork.Tests.Mail.Mboxes;

public sealed class JoinedMboxTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "2")]
    [InlineData(3, "3")]
    [InlineData(4, null)]
    public void Finds_the_mbox_of_each_patch(long patch, string? text) =>
        Assert.Equal(
            text is null ? null : Mbox(patch, text),
            Find($"{Mbox(1, "1")}\n{Mbox(2, "2")}\n{Mbox(3, "3")}", patch)
        );

    [Fact]
    public void An_mbox_that_a_body_quotes_belongs_to_the_body()
    {
        var quoting = Mbox(1, "As it was:\n\n" + Mbox(7, "of another series"));

        Assert.Equal(quoting, Find($"{quoting}\n{Mbox(2, "2")}", 1));
        Assert.Equal(Mbox(2, "2"), Find($"{quoting}\n{Mbox(2, "2")}", 2));
    }

    [Fact]
    public void A_patch_that_is_there_twice_is_not_found()
    {
        var joined = $"{Mbox(1, "As it was:\n\n" + Mbox(2, "quoted"))}\n{Mbox(2, "2")}";

        Assert.Null(Find(joined, 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no mbox\n")]
    public void There_is_none_in_other_text(string text) => Assert.Null(Find(text, 1));

    private static string? Find(string joined, long patch) =>
        JoinedMbox.Find(Encoding.UTF8.GetBytes(joined), patch, [1, 2, 3]) is { } found
            ? Encoding.UTF8.GetString(found.Span)
            : null;

    private static string Mbox(long id, string text) =>
        $"From patchwork Mon Jan  5 10:00:00 2026\nX-Patchwork-Id: {id}\nSubject: x\n\n{text}\n";
}
