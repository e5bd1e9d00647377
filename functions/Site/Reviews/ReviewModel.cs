using Hookwork.Mail;
using Hookwork.Mail.Reviews;

namespace Hookwork.Site.Reviews;

/// <summary>The comments on a mail, at their places.</summary>
/// <param name="Places">The remarks at lines of the message and the diff, each followed by its answers.</param>
/// <param name="Others">The comments without a place, each followed by its answers.</param>
/// <param name="Trailers">The trailers that comments give, each with the anchor of its comment.</param>
public sealed record ReviewModel(
    IReadOnlyDictionary<Place, IReadOnlyList<ShownRemark>> Places,
    IReadOnlyList<ShownRemark> Others,
    IReadOnlyList<(Trailer Trailer, string Anchor)> Trailers
)
{
    /// <summary>The remarks at a place; none if there are none.</summary>
    public IReadOnlyList<ShownRemark> At(Place place) => Places.GetValueOrDefault(place, []);
}
