using System.Globalization;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;
using Hookwork.Hosting;
using Hookwork.Pages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search.Formats;

/// <summary>The HTML page of a search.</summary>
internal static class SearchPage
{
    /// <summary>A page of results.</summary>
    public static Page Of(SearchResult result, Facets facets, HttpRequest http)
    {
        var (request, address) = (result.Request, new SearchAddress(http, result.Request));
        return new Page(
            request.Text.Length == 0 ? "Hookwork" : $"{request.Text} - Hookwork",
            Html.Of(
                $"""
                {SearchHelp.Content}
                <div class="summary">
                <h1>{Count(result.Total)}</h1>
                <span>{result.Took.TotalMilliseconds:0.0} ms</span>
                <a href="{address.With("format", "mbox")}" rel="nofollow">mbox.gz</a>
                <a href="{address.With("format", "atom")}">Atom</a>
                <a href="{address.With("format", "json")}">JSON</a>
                </div>
                <div class="columns">
                <section aria-label="Results">
                <ol class="hits" start="{request.Skip + 1}">{Html.Join(
                    result.Hits.Select(hit => Hit(hit, request.Query, address))
                )}</ol>
                {Paging(result, address)}
                </section>
                {SearchFacets.Of(result, facets, address)}
                </div>
                """
            )
        )
        {
            Query = request.Text,
            SearchOptions = Options(request.Order, request.Projects),
            Head = Html.Of(
                $"""<link rel="alternate" type="application/atom+xml" href="{address.With("format", "atom")}">"""
            ),
        };
    }

    /// <summary>A page that says why a query cannot be answered.</summary>
    public static Page OfProblem(int status, string problem, string text, int? column)
    {
        var pointer = column is { } at
            ? Html.Of($"<pre>{Line(text)}\n{new string(' ', Math.Clamp(at - 1, 0, text.Length))}^</pre>")
            : Html.Empty;
        return new Page(
            "Hookwork",
            Html.Of($"""<div class="error" role="alert">{problem}{pointer}</div>{SearchHelp.Content}""")
        )
        {
            Status = status,
            Query = text,
        };
    }

    private static IHtmlContent Hit(ProjectHit item, SearchQuery query, SearchAddress address)
    {
        var (hit, links) = (item.Hit, HitLinks.Of(item, ""));
        return Html.Of(
            $"""
            <li>
            <h3><a href="{links.Web}">{Html.Marked(
                hit.Subject,
                query.MarksIn(TextColumns.Subject, hit.Subject)
            )}</a></h3>
            <p class="meta">{Badges(hit)}<a href="{address.And("f:", hit.SubmitterEmail)}">{hit.SubmitterName
                ?? hit.SubmitterEmail}</a>
            <time datetime="{hit.Date.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture
            )}">{hit.Date.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time>
            <span>{item.Project.LinkName}</span>{Html.Join(hit.Series.Select(series => Series(series, address)))}</p>
            {(
                hit.Snippet is { Text.Length: > 0 } snippet
                    ? Html.Of($"""<p class="snippet">{Html.Marked(snippet.Text, snippet.Marks)}</p>""")
                    : Html.Empty
            )}
            </li>

            """
        );
    }

    private static IHtmlContent Badges(SearchHit hit)
    {
        List<string> badges = [];
        if (hit.Key.Kind != MailKind.Patch)
            badges.Add(hit.Key.Kind == MailKind.Cover ? "cover" : "comment");
        if (hit.IsPull)
            badges.Add("pull");
        if (hit.Status is { } status)
        {
            badges.Add(status.State);
            if (status.Check != "pending")
                badges.Add(status.Check);
            if (status.Archived)
                badges.Add("archived");
        }
        return Html.Join(badges.Select(badge => Html.Of($"""<span class="badge {badge}">{badge}</span>""")));
    }

    private static IHtmlContent Series(HitSeries series, SearchAddress address) =>
        Html.Of(
            $"""<a href="{address.Only($"series:{series.Id.ToString(CultureInfo.InvariantCulture)}")}">series {series.Id}</a>"""
        );

    private static IHtmlContent Paging(SearchResult result, SearchAddress address)
    {
        var page = result.Request.Page;
        var previous = page > 1 ? Html.Of($"""<a rel="prev" href="{address.Page(page - 1)}">Newer</a>""") : Html.Empty;
        var next = address.Next(result) is { } more
            ? Html.Of($"""<a rel="next" href="{more}">Older</a>""")
            : Html.Empty;
        if (result.Request.Order == SearchOrder.Relevance)
        {
            previous = page > 1 ? Html.Of($"""<a rel="prev" href="{address.Page(page - 1)}">Better</a>""") : Html.Empty;
            next = address.Next(result) is { } worse
                ? Html.Of($"""<a rel="next" href="{worse}">More</a>""")
                : Html.Empty;
        }
        return Html.Of($"""<nav class="paging" aria-label="Pages">{previous}{next}</nav>""");
    }

    private static IHtmlContent Options(SearchOrder order, IReadOnlyList<string> projects) =>
        Html.Of(
            $"""
            {Html.Join(
                projects.Select(project => Html.Of($"""<input type="hidden" name="project" value="{project}">"""))
            )}
            <select name="order" aria-label="Order">
            <option value="date">newest first</option>
            <option value="relevance"{(
                order == SearchOrder.Relevance ? Html.Of($" selected") : Html.Empty
            )}>best first</option>
            </select>
            """
        );

    private static string Count(long total) =>
        total == 1 ? "1 mail" : $"{total.ToString("#,0", CultureInfo.InvariantCulture)} mails";

    private static string Line(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');
}
