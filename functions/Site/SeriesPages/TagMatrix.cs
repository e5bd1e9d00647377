using Hookwork.Mail;
using Hookwork.Site.Rows;

namespace Hookwork.Site.SeriesPages;

/// <summary>Who gave which tags to which patches.</summary>
/// <param name="Reviewers">Who gave tags, by name.</param>
/// <param name="Rows">For each patch, in order, the letters of each reviewer's tags; empty for none.</param>
public sealed record TagMatrix(IReadOnlyList<string> Reviewers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Makes the matrix.</summary>
    /// <param name="tags">The tags of each patch, in order, each of a person once.</param>
    public static TagMatrix Of(IReadOnlyList<IReadOnlyList<ReviewTag>> tags)
    {
        var given = tags.Select(patch =>
                patch.Select(tag => (Reviewer: Reviewer.Of(tag.Person), Letter: (char)tag.Kind)).ToList()
            )
            .ToList();
        var people = given
            .SelectMany(patch => patch)
            .DistinctBy(tag => tag.Reviewer.Key)
            .Select(tag => tag.Reviewer)
            .OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(person => person.Key, StringComparer.Ordinal)
            .ToList();
        return new TagMatrix(
            [.. people.Select(person => person.Name)],
            given.ConvertAll<IReadOnlyList<string>>(patch =>
                people.ConvertAll(person =>
                    string.Concat(patch.Where(tag => tag.Reviewer.Key == person.Key).Select(tag => tag.Letter).Order())
                )
            )
        );
    }
}
