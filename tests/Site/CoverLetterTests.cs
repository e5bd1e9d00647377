using Hookwork.Site.SeriesPages;

namespace Hookwork.Tests.Site;

public sealed class CoverLetterTests
{
    [Fact]
    public void Only_paragraphs_of_trailers_are_apart_from_the_text()
    {
        var cover = CoverLetter.Of(
            "[PATCH 0/2] a",
            "cover@x.example",
            "It needs\nLink: https://x.example/1\nand more.\n\n"
                + "Cc: A <a@x.example>\nReviewed-by: B\n <b@x.example>\n---\nbase-commit: 0123456789ab\n"
        );

        Assert.Equal("It needs\nLink: https://x.example/1\nand more.\n\n---\nbase-commit: 0123456789ab", cover.Text);
        Assert.Equal(["Cc", "Reviewed-by"], cover.Trailers.Select(trailer => trailer.Name));
    }
}
