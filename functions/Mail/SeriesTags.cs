namespace Hookwork.Mail;

/// <summary>Counts the tags of a series.</summary>
public static class SeriesTags
{
    /// <summary>The tags of a patch: its own and those of its cover letter, each kind of a person once.</summary>
    public static IReadOnlyList<ReviewTag> Of(IEnumerable<ReviewTag> patch, IEnumerable<ReviewTag> cover) =>
        [.. patch.Concat(cover).DistinctBy(tag => (tag.Kind, Reviewer.Of(tag.Person).Key))];

    /// <summary>The people who gave tags of some kinds: each once, without the person who sent the patch.</summary>
    /// <param name="tags">The tags of a patch.</param>
    /// <param name="kinds">The kinds that count.</param>
    /// <param name="sender">The name and address of who sent the patch; a tag without an address has only the name.</param>
    public static IReadOnlyList<string> Reviewers(
        IEnumerable<ReviewTag> tags,
        IReadOnlyCollection<ReviewTagKind> kinds,
        (string? Name, string? Address) sender
    ) =>
        [
            .. tags.Where(tag => kinds.Contains(tag.Kind))
                .DistinctBy(tag => Reviewer.Of(tag.Person).Key)
                .Where(tag => !Is(tag, sender.Address) && !Is(tag, sender.Name))
                .Select(tag => tag.Person),
        ];

    private static bool Is(ReviewTag tag, string? sender) =>
        string.Equals(Reviewer.Of(tag.Person).Key, sender, StringComparison.OrdinalIgnoreCase);
}
