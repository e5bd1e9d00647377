using Hookwork.Mail;

namespace Hookwork.Site.SeriesPages;

/// <summary>Who gave which tags to which patches.</summary>
/// <param name="Reviewers">Who gave tags, by name.</param>
/// <param name="Rows">For each patch, in order, the letters of each reviewer's tags; empty for none.</param>
/// <param name="More">How many others gave tags, who have no column: a mail may name any number.</param>
public sealed record TagMatrix(IReadOnlyList<string> Reviewers, IReadOnlyList<IReadOnlyList<string>> Rows, int More)
{
    /// <summary>The most columns.</summary>
    private const int Most = 50;

    /// <summary>Makes the matrix.</summary>
    /// <param name="tags">The tags of each patch, in order, each of a person once.</param>
    public static TagMatrix Of(IReadOnlyList<IReadOnlyList<ReviewTag>> tags)
    {
        var given = tags.Select(patch =>
                patch.Select(tag => (Reviewer: Reviewer.Of(tag.Person), Letter: (char)tag.Kind)).ToList()
            )
            .ToList();
        var all = given
            .SelectMany(patch => patch)
            .DistinctBy(tag => tag.Reviewer.Key)
            .Select(tag => tag.Reviewer)
            .ToList();
        var people = all.Take(Most)
            .OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(person => person.Key, StringComparer.Ordinal)
            .ToList();
        return new TagMatrix(
            [.. people.Select(person => person.Name)],
            given.ConvertAll<IReadOnlyList<string>>(patch =>
            {
                var letters = patch.ToLookup(tag => tag.Reviewer.Key, tag => tag.Letter, StringComparer.Ordinal);
                return people.ConvertAll(person => string.Concat(letters[person.Key].Order()));
            }),
            all.Count - people.Count
        );
    }
}
