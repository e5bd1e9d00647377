using System.Globalization;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Input;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search;

/// <summary>The parameters of <c>GET /search</c>.</summary>
/// <param name="Text">The query as typed.</param>
/// <param name="Projects">Link names or ids; empty for all.</param>
/// <param name="Page">From 1.</param>
public sealed record SearchRequest(
    string Text,
    SearchQuery Query,
    IReadOnlyList<string> Projects,
    SearchOrder Order,
    int Page,
    int PerPage
)
{
    public const int MostPerPage = 250;
    public const int DefaultPerPage = 25;

    /// <summary>The last hit that a page can reach. For more, use <c>format=mbox</c> or narrow the query.</summary>
    public const int Deepest = 10_000;

    /// <summary>The number of hits before the page.</summary>
    public int Skip => (Page - 1) * PerPage;

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="QueryException">The query cannot be read.</exception>
    /// <exception cref="BadHttpRequestException">Another parameter cannot be read.</exception>
    public static SearchRequest Read(IQueryCollection parameters, TimeProvider time)
    {
        var text = parameters["q"].ToString();
        var page = Number(parameters, "page", 1, Deepest, 1);
        var perPage = Number(parameters, "per_page", 1, MostPerPage, DefaultPerPage);
        if ((long)page * perPage > Deepest)
            throw new BadHttpRequestException(
                $"page and per_page reach beyond hit {Deepest}: narrow the query, or take format=mbox."
            );
        return new SearchRequest(
            text,
            SearchQuery.Parse(text, time),
            [
                .. parameters["project"]
                    .SelectMany(value =>
                        (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    )
                    .Distinct(StringComparer.Ordinal),
            ],
            parameters["order"].ToString() switch
            {
                "" or "date" => SearchOrder.Date,
                "relevance" => SearchOrder.Relevance,
                var other => throw new BadHttpRequestException(
                    $"order is '{Printable.Escape(other)}': give date or relevance."
                ),
            },
            page,
            perPage
        );
    }

    private static int Number(IQueryCollection parameters, string name, int least, int most, int standard) =>
        parameters[name].ToString() is not { Length: > 0 } text ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw new BadHttpRequestException(
            $"{name} is '{Printable.Escape(text)}': give a number from {least} to {most}."
        );
}
