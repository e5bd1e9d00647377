using System.Globalization;
using Hookwork.Pages;
using Microsoft.AspNetCore.Html;

namespace Hookwork.Search;

/// <summary>The facets beside the results: each value narrows the search.</summary>
internal static class SearchFacets
{
    /// <summary>The most months in the chart, up to the last with hits.</summary>
    private const int MostMonths = 36;

    public static IHtmlContent Of(SearchResult result, Facets facets, SearchAddress address) =>
        Html.Of(
            $"""
            <aside aria-label="Narrow the search">
            {List(
                "Projects",
                result.Totals.Where(total => total.Total > 0).Select(total =>
                    (total.Project.LinkName, total.Total, address.With("project", total.Project.LinkName))
                )
            )}
            {List(
                "States",
                facets.States.Select(facet => (facet.Value, facet.Count, address.And("state:", facet.Value)))
            )}
            {List(
                "Submitters",
                facets.Submitters.Select(facet =>
                    (facet.Label ?? facet.Value, facet.Count, address.And("f:", facet.Value))
                )
            )}
            {Months(facets.Months, address)}
            </aside>
            """
        );

    private static IHtmlContent List(string title, IEnumerable<(string Label, long Count, string Address)> items)
    {
        var rows = items
            .Select(item =>
                Html.Of($"""<li><a href="{item.Address}">{item.Label}</a> <span>{item.Count}</span></li>""")
            )
            .ToList();
        return rows.Count == 0 ? Html.Empty : Html.Of($"""<h2>{title}</h2><ul class="facet">{Html.Join(rows)}</ul>""");
    }

    /// <summary>One bar per month, including months without hits.</summary>
    private static IHtmlContent Months(IReadOnlyList<Facet> facets, SearchAddress address)
    {
        if (facets.Count == 0)
            return Html.Empty;
        var counts = facets.ToDictionary(facet => Month(facet.Value), facet => facet.Count);
        var last = counts.Keys.Max();
        var first = Math.Max(counts.Keys.Min(), last - MostMonths + 1);
        var most = counts.Where(month => month.Key >= first).Max(month => month.Value);
        var width = last - first + 1;
        var bars = Enumerable
            .Range(first, width)
            .Where(counts.ContainsKey)
            .Select(month => Bar(month, month - first, counts[month], most, address));
        return Html.Of(
            $"""
            <h2>Months</h2>
            <svg class="months" viewBox="0 0 {width} 100" preserveAspectRatio="none" role="group" aria-label="Mails a month">{Html.Join(
                bars
            )}</svg>
            <div class="scale"><span>{Name(first)}</span><span>{(width > 1 ? Name(last) : "")}</span></div>
            """
        );
    }

    private static IHtmlContent Bar(int month, int column, long count, long most, SearchAddress address)
    {
        var height = Math.Max(2, 100.0 * count / most);
        return Html.Of(
            $"""
            <a href="{address.And("d:", Name(month).Replace("-", "", StringComparison.Ordinal))}"><title>{Name(
                month
            )}: {count}</title><rect class="ground" x="{column}" y="0" width="1" height="100"/><rect x="{column
                + 0.1:0.0}" y="{100 - height:0.0}" width="0.8" height="{height:0.0}"/></a>
            """
        );
    }

    private static int Month(string value) =>
        int.Parse(value.AsSpan(0, 4), CultureInfo.InvariantCulture) * 12
        + int.Parse(value.AsSpan(5, 2), CultureInfo.InvariantCulture)
        - 1;

    private static string Name(int month) => $"{month / 12:D4}-{month % 12 + 1:D2}";
}
