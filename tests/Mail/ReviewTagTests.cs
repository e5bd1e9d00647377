using Hookwork.Catalog.Files;
using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

/// <summary>What people say of a patch by trailers, and how the catalog stores it.</summary>
public sealed class ReviewTagTests
{
    [Theory]
    [InlineData("Reviewed-by: A B <a@b.example>", "RA B <a@b.example>")]
    [InlineData("acked-by: A B <a@b.example>", "AA B <a@b.example>")]
    [InlineData("Tested-by: A <a@b.example>\nTested-by: A <a@b.example>", "TA <a@b.example>")]
    [InlineData("Reviewed-and-tested-by: A <a@b.example>", "RA <a@b.example>\nTA <a@b.example>")]
    [InlineData("acked-and-tested-by: A <a@b.example>", "AA <a@b.example>\nTA <a@b.example>")]
    [InlineData("Tested-and-acked-by: A <a@b.example>", "AA <a@b.example>\nTA <a@b.example>")]
    [InlineData("Reported-and-tested-by: A <a@b.example>", "TA <a@b.example>")]
    [InlineData("Nacked-by: A <a@b.example>", "NA <a@b.example>")]
    [InlineData("Signed-off-by: A <a@b.example>\nCc: B <b@b.example>", null)]
    public void Tags_are_read_from_trailers_and_back_from_the_catalog(string text, string? stored)
    {
        var tags = ReviewTag.Of(Trailers.Of("Fine by me.\n\n" + text, isReply: true));

        Assert.Equal(stored, StoredTags.Write(tags));
        Assert.Equal(tags, StoredTags.Read(stored));
    }

    [Fact]
    public void A_mail_has_two_hundred_tags_at_most_and_none_of_long_text()
    {
        var many = Enumerable.Range(0, ReviewTag.Most + 1).Select(number => $"Acked-by: n{number}@b.example\n");
        var text = $"Acked-by: {new string('a', 501)}\n{string.Concat(many)}";

        var tags = ReviewTag.Of(Trailers.Of(text, isReply: true));

        Assert.Equal((ReviewTag.Most, "n0@b.example"), (tags.Count, tags[0].Person));
    }
}
