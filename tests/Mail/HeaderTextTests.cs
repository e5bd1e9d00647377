using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("Re: [PATCH] x", "Re: [PATCH] x")]
    [InlineData("Re: [PATCH] =?utf-8?b?SsO2cmc=?= <j@x.example>", "Re: [PATCH] Jörg <j@x.example>")]
    [InlineData("Re: [PATCH] =?utf-8?q?Caf=C3=A9?=\n =?utf-8?q?_au_lait?=\n\tagain", "Re: [PATCH] Café au lait again")]
    [InlineData("Re: [PATCH] a long\n one", "Re: [PATCH] a long one")]
    [InlineData("Re: =?utf-8?q?a=0D=0Ab?=", "Re: a b")]
    [InlineData("Re: =?nonsense?= and =?utf-8?x?y?=", "Re: =?nonsense?= and =?utf-8?x?y?=")]
    [InlineData(" \n ", "")]
    public void A_subject_is_decoded_and_in_one_line(string header, string text) =>
        Assert.Equal(text, HeaderText.Subject(header));
}
