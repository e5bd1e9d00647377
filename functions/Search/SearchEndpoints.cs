using System.IO.Compression;
using Hookwork.Catalog;
using Hookwork.Catalog.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Search;

/// <summary><c>GET /search</c>, in its four formats.</summary>
public static class SearchEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapSearch(this IEndpointRouteBuilder routes) => routes.MapGet("/search", SearchAsync);

    private static async Task<IResult> SearchAsync(
        HttpRequest http, SearchEngine engine, SearchMbox mbox, HookworkSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var origin = settings.Origin(http);
        try
        {
            var format = SearchFormats.Of(http);
            var request = SearchRequest.Read(http.Query, time);
            switch (format)
            {
                case SearchFormat.Mbox:
                    return await mbox.AnswerAsync(request, cancellationToken);
                case SearchFormat.Atom:
                    return SearchAtom.Answer(await engine.SearchAsync(request, cancellationToken), origin, http);
                default:
                    var result = await engine.SearchAsync(request, cancellationToken);
                    var facets = http.Query["facets"] == "1" ? await engine.FacetsAsync(request, cancellationToken) : null;
                    return Results.Json(SearchAnswer.Of(result, facets, origin, Next(http, result) is { } next ? origin + next : null), SearchJson.Default.SearchAnswer);
            }
        }
        catch (QueryException exception)
        {
            return Results.Problem(
                exception.Message, statusCode: StatusCodes.Status400BadRequest, title: "The query cannot be read.",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["column"] = exception.Column });
        }
        catch (BadHttpRequestException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest, title: "A parameter cannot be read.");
        }
        catch (CatalogNotReadyException exception)
        {
            http.HttpContext.Response.Headers.RetryAfter = CatalogNotReadyException.RetryAfter.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready yet.");
        }
    }

    /// <summary>The address of the next page on this host; null on the last.</summary>
    internal static string? Next(HttpRequest http, SearchResult result)
    {
        var request = result.Request;
        return request.Skip + result.Hits.Count < result.Total && (request.Page + 1) * request.PerPage <= SearchRequest.Deepest ? Page(http, request.Page + 1) : null;
    }

    /// <summary>The address of a page of the same search.</summary>
    internal static string Page(HttpRequest http, int page) =>
        QueryHelpers.AddQueryString(
            http.PathBase + http.Path,
            http.Query.Where(parameter => parameter.Key != "page")
                .SelectMany(parameter => parameter.Value, (parameter, value) => KeyValuePair.Create(parameter.Key, value))
                .Append(KeyValuePair.Create("page", (string?)page.ToString(System.Globalization.CultureInfo.InvariantCulture))));
}
