namespace Hookwork.Mail;

/// <summary>The order in which the patches of a series apply.</summary>
public static class SeriesOrder
{
    /// <summary>
    /// The patches by the n of n/m in their subjects, then by date, then by id. Without n/m a patch counts as the first
    /// one, as with Patchwork, whose own number the API does not show.
    /// </summary>
    /// <param name="patches">The patches, in any order: the API lists them by date, which senders set.</param>
    /// <param name="name">The name or subject of a patch.</param>
    /// <param name="date">The date of a patch, as the API has it.</param>
    /// <param name="id">The id of a patch.</param>
    public static IEnumerable<T> Of<T>(
        IEnumerable<T> patches,
        Func<T, string?> name,
        Func<T, string?> date,
        Func<T, long> id
    ) =>
        patches
            .OrderBy(patch => SubjectLine.Parse(name(patch)).Number ?? 1)
            .ThenBy(date, StringComparer.Ordinal)
            .ThenBy(id);
}
