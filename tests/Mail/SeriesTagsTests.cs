using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

/// <summary>How the tags of a patch are counted.</summary>
public sealed class SeriesTagsTests
{
    private static readonly ReviewTagKind[] s_kinds = [ReviewTagKind.Reviewed, ReviewTagKind.Acked];

    [Theory]
    // One person counts once, however the address or the name is written.
    [InlineData("Reviewed-by: A <a@x.example>", "", 1)]
    [InlineData("Reviewed-by: A <a@x.example>\nAcked-by: A <a@x.example>", "", 1)]
    [InlineData("Reviewed-by: A <a@x.example>\nReviewed-by: A B <A@X.example>", "", 1)]
    [InlineData("Reviewed-by: A <a@x.example>\nAcked-by: B <b@x.example>", "", 2)]
    [InlineData("Reviewed-by: A <a@x.example>\nAcked-by: A <a@x.example<mailto:a@x.example>>", "", 1)]
    [InlineData("Reviewed-by: A <a@x.example>\nAcked-by: a@x.example<mailto:a@x.example>", "", 1)]
    [InlineData("Reviewed-by: A <a@x.example>\nAcked-by: a@x.example (A)", "", 1)]
    [InlineData("Reviewed-by: A (x@y)\nAcked-by: A (z@y)", "", 2)]
    [InlineData("Reviewed-by: A <a@x.example>", "Acked-by: A <a@x.example>", 1)]
    [InlineData("Reviewed-by: A <a@x.example>", "Acked-by: B <b@x.example>", 2)]
    [InlineData("", "Acked-by: B <b@x.example>", 1)]
    // Two in one, and kinds that do not count.
    [InlineData("Reviewed-and-tested-by: A <a@x.example>", "", 1)]
    [InlineData("Tested-by: A <a@x.example>\nNacked-by: B <b@x.example>\nSigned-off-by: C <c@x.example>", "", 0)]
    // The sender's own.
    [InlineData("Reviewed-by: S <s@x.example>", "", 0)]
    [InlineData("Reviewed-by: Another Name <S@x.example>", "Acked-by: S <s@x.example>", 0)]
    [InlineData("Reviewed-by: S <s@x.example>\nReviewed-by: A <a@x.example>", "", 1)]
    [InlineData("Reviewed-by: S <s@x.example<mailto:s@x.example>>", "", 0)]
    [InlineData("Reviewed-by: s@x.example (S)", "", 0)]
    [InlineData("Reviewed-by: S", "", 0)]
    [InlineData("Reviewed-by: Somebody", "", 1)]
    public void Each_person_counts_once_and_the_sender_does_not(string patch, string cover, int count) =>
        Assert.Equal(
            count,
            SeriesTags.Reviewers(SeriesTags.Of(Tags(patch), Tags(cover)), s_kinds, ("S", "s@x.example")).Count
        );

    private static IReadOnlyList<ReviewTag> Tags(string text) =>
        ReviewTag.Of(Trailers.Of("Fine.\n\n" + text, isReply: true));
}
