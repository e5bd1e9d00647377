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
        var people = tags.SelectMany(patch => patch)
            .GroupBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(person => (person.Key, person.First().Name))
            .OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(person => person.Key, StringComparer.Ordinal)
            .ToList();
        return new TagMatrix(
            [.. people.Select(person => person.Name)],
            [
                .. tags.Select(patch =>
                    (IReadOnlyList<string>)
                        [
                            .. people.Select(person =>
                                string.Concat(
                                    patch.Where(tag => tag.Key == person.Key).Select(tag => tag.Letter).Order()
                                )
                            ),
                        ]
                ),
            ]
        );
    }
}
