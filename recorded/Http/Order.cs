using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The orders of a list.</summary>
/// <param name="Default">The terms used if the request has no known ones.</param>
/// <param name="Fields">The values of <c>order</c>; a leading minus reverses them.</param>
internal sealed record Order<TRow>(string Default, Dictionary<string, Comparison<TRow>> Fields)
    where TRow : Row
{
    /// <summary>Sorts rows by the known terms of the request, then by id.</summary>
    public List<TRow> Apply(IEnumerable<TRow> rows, string? terms)
    {
        var comparisons = Read(terms ?? "");
        if (comparisons.Count == 0)
            comparisons = Read(Default);

        var downwards = comparisons[0].Downwards;
        List<TRow> sorted = [.. rows];
        int Compare(TRow a, TRow b)
        {
            foreach (var (comparison, down) in comparisons)
            {
                var order = comparison(a, b);
                if (order != 0)
                    return down ? -order : order;
            }

            return downwards ? b.Id.CompareTo(a.Id) : a.Id.CompareTo(b.Id);
        }

        if (IsSorted(sorted, Compare))
            return sorted;

        sorted.Reverse();
        if (!IsSorted(sorted, Compare))
            sorted.Sort(Compare);
        return sorted;
    }

    private static bool IsSorted(List<TRow> rows, Comparison<TRow> compare)
    {
        for (var at = 1; at < rows.Count; at++)
        {
            if (compare(rows[at - 1], rows[at]) > 0)
                return false;
        }

        return true;
    }

    private List<(Comparison<TRow> Comparison, bool Downwards)> Read(string terms) =>
        [
            .. terms
                .Split(',', StringSplitOptions.TrimEntries)
                .Where(term => Fields.ContainsKey(term.TrimStart('-')))
                .Select(term => (Fields[term.TrimStart('-')], term.StartsWith('-'))),
        ];
}
