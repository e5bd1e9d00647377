using Hookwork.Catalog;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Input;
using Hookwork.Pages;
using Hookwork.Search.Formats;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Search;

/// <summary>
/// <c>GET /search</c>, in its four formats. lore asks for an mbox by POST, with the same parameters in the address.
/// </summary>
public static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/search", ["GET", "HEAD", "POST"], SearchAsync);

    private static async Task<IResult> SearchAsync(
        HttpRequest http,
        SearchEngine engine,
        SearchMbox mbox,
        HookworkSettings settings,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var format = SearchFormat.Json;
        http.HttpContext.Response.Headers.Append("Vary", "Accept");
        try
        {
            format = SearchFormats.Of(http);
            var request = await SearchRequest.ReadAsync(http, time, cancellationToken);
            if (format == SearchFormat.Mbox)
                return await mbox.AnswerAsync(request, cancellationToken);

            if (format == SearchFormat.Atom)
                request = request.ForFeed();
            var withFacets = format == SearchFormat.Html || http.Query["facets"] == "1";
            var result = await engine.SearchAsync(request, withFacets, cancellationToken);
            var origin = settings.Origin(http);
            return format switch
            {
                SearchFormat.Atom => SearchAtom.Answer(result, origin, http),
                SearchFormat.Html => new Page<SearchPage>(
                    new SearchPage.Shown(result, result.Facets!, new SearchAddress(http, request), time.GetUtcNow())
                ),
                _ => new SearchJsonResult(
                    SearchAnswer.Of(result, result.Facets, origin, new SearchAddress(http, request).Next(result))
                ),
            };
        }
        catch (QueryException exception)
        {
            return Problem(
                http,
                format,
                StatusCodes.Status400BadRequest,
                "The query cannot be read.",
                exception.Message,
                exception.Column
            );
        }
        catch (SlowQueryException exception)
        {
            return Problem(
                http,
                format,
                StatusCodes.Status400BadRequest,
                "The query takes too long.",
                exception.Message
            );
        }
        catch (BadHttpRequestException exception)
        {
            return Problem(
                http,
                format,
                StatusCodes.Status400BadRequest,
                "A parameter cannot be read.",
                exception.Message,
                isOfParameter: true
            );
        }
        catch (CatalogNotReadyException exception)
        {
            http.HttpContext.Response.Headers.RetryAfter = CatalogNotReadyException.RetryAfter;
            return Problem(http, format, StatusCodes.Status503ServiceUnavailable, "Not ready yet.", exception.Message);
        }
    }

    private static IResult Problem(
        HttpRequest http,
        SearchFormat format,
        int status,
        string title,
        string detail,
        int? column = null,
        bool isOfParameter = false
    ) =>
        format == SearchFormat.Html
            ? new Page<SearchProblem>(
                new SearchProblem.Shown(
                    http.Query["q"].ToString(),
                    detail,
                    column,
                    [
                        // The fault may be in one of these.
                        .. http
                            .Query.Where(parameter => !isOfParameter && parameter.Key is "project" or "order")
                            .SelectMany(parameter => parameter.Value, (parameter, one) => (parameter.Key, one ?? "")),
                    ]
                )
            )
            {
                Status = status,
                // A shared cache would keep it for a minute.
                IsPrivate = status == StatusCodes.Status503ServiceUnavailable,
            }
            : Results.Problem(
                detail,
                statusCode: status,
                title: title,
                extensions: column is null
                    ? null
                    : new Dictionary<string, object?>(StringComparer.Ordinal) { ["column"] = column }
            );
}
