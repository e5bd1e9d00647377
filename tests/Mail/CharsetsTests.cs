using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class CharsetsTests
{
    [Theory]
    [InlineData("=?utf-8?q?a?=")]
    [InlineData("=?UTF-8?B?YQ==?= =?us-ascii*en?q?a?=")]
    [InlineData("=?iso-8859-1?Q?a?= =?iso8859-1?q?=E9?= =?latin1?q?=E9?=")]
    [InlineData("=?windows-1252?q?a?= =?gb18030?b?YQ==?= =?iso-2022-jp?b?YQ==?= =?KOI8-R?q?a?=")]
    public void However_many_names_mails_make_up_those_that_are_known_stay(string words)
    {
        Assert.InRange(MadeUp().Count(word => Charsets.Familiar(word) == word), 0, Charsets.MostOthers);

        Assert.Equal(words, Charsets.Familiar(words));
    }

    [Fact]
    public void What_is_too_long_for_a_name_is_none()
    {
        var name = new string('x', 1_000_000);

        Assert.Equal("=?utf-8?q?caf=C3=A9?=", Charsets.Familiar($"=?{name}?q?caf=C3=A9?="));
        Assert.Equal("=?utf-8*de?q?caf=C3=A9?=", Charsets.Familiar($"=?{name}*de?q?caf=C3=A9?="));
    }

    [Fact]
    public void A_text_of_made_up_names_is_decoded() =>
        Assert.Equal(new string('a', 10_000), HeaderText.Decode(string.Join(' ', MadeUp())));

    private static IEnumerable<string> MadeUp() => Enumerable.Range(0, 10_000).Select(number => $"=?x-{number}?q?a?=");
}
