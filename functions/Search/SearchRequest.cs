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
/// <param name="Offset">lore's <c>o</c>: hits to skip instead of whole pages. A negative one counts from the oldest: -1
/// begins with it, and the order is reversed.</param>
public sealed record SearchRequest(
    string Text,
    SearchQuery Query,
    IReadOnlyList<string> Projects,
    SearchOrder Order,
    int Page,
    int PerPage,
    int? Offset = null
)
{
    private const int MostPerPage = 250;
    private const int DefaultPerPage = 25;

    /// <summary>The last hit that a page can reach. For more, use <c>format=mbox</c> or narrow the query.</summary>
    public const int Deepest = 10_000;

    /// <summary>The largest form, in bytes; lore's has a button.</summary>
    private const int LargestForm = 64 << 10;

    /// <summary>The number of hits before the page.</summary>
    public int Skip =>
        Offset switch
        {
            null => (Page - 1) * PerPage,
            < 0 => -(Offset.Value + 1),
            _ => Offset.Value,
        };

    /// <summary>Whether the oldest come first. As on lore, the most relevant come first in any case.</summary>
    public bool IsReversed => Offset < 0 && Order != SearchOrder.Relevance;

    /// <summary>The request of a feed, whose reader wants what came last.</summary>
    public SearchRequest ForFeed() => Order == SearchOrder.Date ? this with { Order = SearchOrder.Received } : this;

    /// <summary>Reads the parameters in the address, and of lore's form its button for whole threads.</summary>
    /// <exception cref="QueryException">The query cannot be read.</exception>
    /// <exception cref="BadHttpRequestException">Another parameter, or the form, cannot be read.</exception>
    public static async Task<SearchRequest> ReadAsync(
        HttpRequest http,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var form = http.HasFormContentType
                ? await RequestBody.ReadFormAsync(http, LargestForm, cancellationToken)
                    ?? throw new BadHttpRequestException($"The form is over {LargestForm >> 10} KiB.")
                : null;
            return Read(http.Query, time, form?["x"] is { Count: > 0 } button && button != "0");
        }
        catch (Exception exception)
            when (exception is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException($"The form cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="QueryException">The query cannot be read.</exception>
    /// <exception cref="BadHttpRequestException">Another parameter cannot be read.</exception>
    /// <param name="threads">Whether whole threads are wanted in any case.</param>
    public static SearchRequest Read(IQueryCollection parameters, TimeProvider time, bool threads = false)
    {
        var text = parameters["q"].ToString();
        var page = Number(parameters, "page", Deepest, 1);
        var perPage = parameters.ContainsKey("l")
            // On lore, a number beyond the greatest is the greatest.
            ? Math.Min(MostPerPage, Number(parameters, "l", int.MaxValue, DefaultPerPage))
            : Number(parameters, "per_page", MostPerPage, DefaultPerPage);
        if ((long)page * perPage > Deepest)
            throw new BadHttpRequestException(
                $"page and per_page reach beyond hit {Deepest}: narrow the query, or take format=mbox."
            );
        var query = SearchQuery.Parse(text, time);
        return new SearchRequest(
            text,
            threads || IsSet(parameters, "t") ? query.WithThreads() : query,
            [
                .. parameters["project"]
                    .SelectMany(value =>
                        (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    )
                    .Distinct(StringComparer.Ordinal),
            ],
            parameters["order"].ToString() switch
            {
                "" when IsSet(parameters, "r") => SearchOrder.Relevance,
                "" or "date" => SearchOrder.Date,
                "relevance" => SearchOrder.Relevance,
                var other => throw new BadHttpRequestException(
                    $"order is '{Printable.Escape(other)}': give date or relevance."
                ),
            },
            page,
            perPage,
            OffsetOf(parameters)
        );
    }

    /// <summary>Whether one of lore's flags is in the address; 0 is off.</summary>
    private static bool IsSet(IQueryCollection parameters, string name) =>
        parameters.TryGetValue(name, out var value) && value != "0";

    private static int? OffsetOf(IQueryCollection parameters) =>
        parameters["o"].ToString() is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset)
        && Math.Abs((long)offset) <= Deepest
            ? offset
        : throw new BadHttpRequestException(
            $"o is '{Printable.Escape(text)}': give a number from -{Deepest} to {Deepest}."
        );

    private static int Number(IQueryCollection parameters, string name, int most, int standard) =>
        parameters[name].ToString() is not { Length: > 0 } text ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= most
            ? number
        : throw new BadHttpRequestException($"{name} is '{Printable.Escape(text)}': give a number from 1 to {most}.");
}
