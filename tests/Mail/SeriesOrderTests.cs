using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class SeriesOrderTests
{
    [Theory]
    // Sent in reverse.
    [InlineData("[PATCH3/3] c;01|[PATCH2/3] b;02|[PATCH1/3] a;03", "a b c")]
    // By number, not as text.
    [InlineData("[10/11] c;01|[9/11] b;01|[01/11] a;01", "a b c")]
    // Without numbers.
    [InlineData("c;03|a;01|b;02", "a b c")]
    // Doubled numbers: by date, then by id.
    [InlineData("[2/2] c;03|[1/2] a;02|[2/2] b;01", "a b c")]
    [InlineData("[2/2] b;01|[2/2] c;01|[1/2] a;01", "a b c")]
    // One without a number is the first, as with Patchwork.
    [InlineData("[2/3] b;01|[3/3] c;02|a;03", "a b c")]
    // Without dates.
    [InlineData("[v2,1 of 2] a;|[v2,2 of 2] b;|c;", "a c b")]
    public void Patches_are_in_the_order_in_which_they_apply(string patches, string expected)
    {
        var given = patches.Split('|').Select((patch, id) => (Parts: patch.Split(';'), Id: (long)id)).ToList();

        var ordered = SeriesOrder.Of(given, patch => patch.Parts[0], patch => patch.Parts[1], patch => patch.Id);

        Assert.Equal(expected, string.Join(' ', ordered.Select(patch => SubjectLine.Parse(patch.Parts[0]).Title)));
    }
}
