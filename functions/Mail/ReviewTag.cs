namespace Hookwork.Mail;

/// <summary>What a person says of a patch by a trailer.</summary>
/// <param name="Kind">What is said.</param>
/// <param name="Person">The trailer's value, such as <c>A B &lt;a@b.example&gt;</c>.</param>
public sealed record ReviewTag(ReviewTagKind Kind, string Person)
{
    /// <summary>
    /// The most tags of a mail. A tag for a cover letter counts for each patch, so a mail of tags only would take a
    /// gigabyte for the page of a long series.
    /// </summary>
    public const int Most = 200;

    /// <summary>No person is longer, in characters.</summary>
    private const int Longest = 500;

    /// <summary>Whether a trailer says something of a patch, unlike <c>Fixes</c> or <c>Link</c>.</summary>
    public static bool IsIn(Trailer trailer) => KindsOf(trailer.Name).Any();

    /// <summary>The tags among the trailers of a mail, each once, in their order.</summary>
    public static IReadOnlyList<ReviewTag> Of(IEnumerable<Trailer> trailers) =>
        [
            .. trailers
                .Where(trailer => trailer.Value.Length <= Longest)
                .SelectMany(trailer => KindsOf(trailer.Name).Select(kind => new ReviewTag(kind, trailer.Value)))
                .Distinct()
                .Take(Most),
        ];

    private static IEnumerable<ReviewTagKind> KindsOf(string name) =>
        name switch
        {
            "Acked-by" => [ReviewTagKind.Acked],
            "Reviewed-by" => [ReviewTagKind.Reviewed],
            "Tested-by" or "Reported-and-tested-by" => [ReviewTagKind.Tested],
            "Reviewed-and-tested-by" or "Tested-and-reviewed-by" => [ReviewTagKind.Reviewed, ReviewTagKind.Tested],
            "Acked-and-tested-by" or "Tested-and-acked-by" => [ReviewTagKind.Acked, ReviewTagKind.Tested],
            "Nacked-by" => [ReviewTagKind.Nacked],
            _ => [],
        };
}
