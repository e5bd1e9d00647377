namespace Hookwork.Archive.Resources;

/// <summary>Ranges of ids that are near each other. Between distant ones is what other projects have.</summary>
internal static class IdRanges
{
    /// <summary>The widest gap between ids that one query reads. A wider one takes longer than another query.</summary>
    public const long WidestGap = 1000;

    /// <summary>
    /// How far apart ids may be to be read as one range, and how far the range may reach beyond them. Storage reads as
    /// many rows in fifty requests.
    /// </summary>
    private const long Reach = 50_000;

    /// <summary>
    /// The range around ids, or where it is too wide to be read, the ranges of those that are near each other.
    /// </summary>
    /// <param name="first">Where the range begins at the earliest.</param>
    /// <param name="last">Where it ends at the latest.</param>
    public static IEnumerable<(long First, long Last)> Around(IReadOnlySet<long> ids, long first, long last)
    {
        var (least, greatest) = (ids.Min(), ids.Max());
        return greatest - least > Reach
            ? Of(ids)
            : [(Math.Max(first, least - Reach), Math.Min(last, greatest + Reach))];
    }

    /// <summary>The ranges, both ends inclusive, by id.</summary>
    public static IEnumerable<(long First, long Last)> Of(IEnumerable<long> ids, long widestGap = WidestGap)
    {
        (long First, long Last)? range = null;
        foreach (var id in ids.Order())
        {
            if (range is { } begun && id - begun.Last <= widestGap)
            {
                range = begun with { Last = id };
                continue;
            }
            if (range is { } whole)
                yield return whole;
            range = (id, id);
        }
        if (range is { } last)
            yield return last;
    }
}
