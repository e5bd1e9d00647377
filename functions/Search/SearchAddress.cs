using Hookwork.Catalog.Query.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Search;

/// <summary>Addresses on this host of searches derived from the current one.</summary>
public sealed class SearchAddress(HttpRequest http, SearchRequest request)
{
    /// <summary>The same search with another value of a parameter, from its first page.</summary>
    public string With(string name, string value) =>
        QueryHelpers.AddQueryString(
            http.PathBase + http.Path,
            Others(name).Append(KeyValuePair.Create(name, (string?)value))
        );

    /// <summary>The same search without a parameter, from its first page.</summary>
    public string Without(string name) => QueryHelpers.AddQueryString(http.PathBase + http.Path, Others(name));

    private IEnumerable<KeyValuePair<string, string?>> Others(string name) =>
        http
            .Query.Where(parameter => parameter.Key != name && parameter.Key is not ("page" or "o"))
            .SelectMany(parameter => parameter.Value, (parameter, one) => KeyValuePair.Create(parameter.Key, one));

    /// <summary>The page before; null on the first.</summary>
    public string? Previous() =>
        (request.Skip, request.Offset) switch
        {
            (0, _) => null,
            (_, { } offset) => With("o", Nearer(offset).ToString()),
            _ => Page(request.Page - 1),
        };

    /// <summary>The next page; null on the last.</summary>
    public string? Next(SearchResult result) =>
        request.Offset is { } offset
            ? HasMore(result) && Math.Abs(Further(offset)) <= SearchRequest.Deepest
                ? With("o", Further(offset).ToString())
                : null
            : HasMore(result) && (request.Page + 1) * request.PerPage <= SearchRequest.Deepest
                ? Page(request.Page + 1)
                : null;

    private bool HasMore(SearchResult result) => request.Skip + result.Hits.Count < result.Total;

    private string Page(int page) => With("page", page.ToString());

    private int Nearer(int offset) =>
        offset < 0 ? Math.Min(-1, offset + request.PerPage) : Math.Max(0, offset - request.PerPage);

    private int Further(int offset) => offset < 0 ? offset - request.PerPage : offset + request.PerPage;

    /// <summary>The same search, narrowed to a value of a field.</summary>
    public string And(string prefix, string? value)
    {
        var text = request.Query.Root is GroupNode { MatchesAny: true } or XorNode or NotNode
            ? $"({request.Text})"
            : request.Text;
        var quoted = (value ?? "").All(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '@'
        )
            ? value
            : $"\"{value?.Replace("\"", "", StringComparison.Ordinal)}\"";
        return With("q", string.IsNullOrWhiteSpace(text) ? $"{prefix}{quoted}" : $"{text} AND {prefix}{quoted}");
    }

    /// <summary>A search for something else.</summary>
    public string Only(string text) => QueryHelpers.AddQueryString(http.PathBase + http.Path, "q", text);
}
