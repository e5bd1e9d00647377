using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api;

/// <summary>Content negotiation, and the answer to OPTIONS.</summary>
internal static class Negotiation
{
    private static readonly ApiAnswer NotAcceptable = ApiAnswer.Detail(
        StatusCodes.Status406NotAcceptable,
        "Could not satisfy the request Accept header."
    );

    /// <summary>Decides between JSON and the HTML page, as Django REST framework does.</summary>
    /// <returns>The error answer if neither fits; else null.</returns>
    public static ApiAnswer? Refusal(ApiCall call, out bool asPage)
    {
        asPage = false;
        var format = call.Query.Last("format");
        if (format is not (null or "" or "json" or "api"))
            return ApiAnswer.NotFound;
        // The most specific accepted type decides; JSON wins a tie. Quality values are ignored.
        foreach (
            var accepted in Accepted(call.Http).GroupBy(media => media.Exactness).OrderByDescending(types => types.Key)
        )
        {
            var json = format != "api" && accepted.Any(media => media.Takes("application", "json"));
            asPage = !json && format != "json" && accepted.Any(media => media.Takes("text", "html"));
            if (json || asPage)
                return null;
        }
        return NotAcceptable;
    }

    /// <summary>
    /// The spaces to indent JSON by, such as 4 for <c>application/json; indent=4</c>; 0 for JSON on one line.
    /// </summary>
    public static int IndentOf(HttpRequest request) =>
        Accepted(request)
            .OrderByDescending(media => media.Exactness)
            .FirstOrDefault(media => media.Takes("application", "json"))
            .Indent;

    /// <summary>The name of a view and the media types that it reads and writes.</summary>
    public static ApiAnswer Options(ApiView view)
    {
        var body = new JsonObject
        {
            ["name"] = view.Title,
            ["description"] = view.About,
            ["renders"] = new JsonArray("application/json", "text/html"),
            ["parses"] = new JsonArray("application/json", "application/x-www-form-urlencoded", "multipart/form-data"),
        };
        return ApiAnswer.Json(body).With("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    }

    private static IEnumerable<AcceptedType> Accepted(HttpRequest request) =>
        (request.Headers.Accept is { Count: > 0 } header ? header.ToString() : "*/*")
            .Split(',')
            .Select(AcceptedType.Read);

    private readonly record struct AcceptedType(string Main, string Sub, int Exactness, int Indent)
    {
        private const string IndentName = "indent=";
        private const int LargestIndent = 8;

        public static AcceptedType Read(string text)
        {
            var parts = text.ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries);
            var (main, sub) = parts[0].Split('/', 2) is [var one, var two] ? (one, two) : (parts[0], "");
            var exactness =
                main == "*" ? 0
                : sub == "*" ? 1
                : parts.Skip(1).All(parameter => parameter.StartsWith("q=", StringComparison.Ordinal)) ? 2
                : 3;
            var indent = Array.Find(parts, part => part.StartsWith(IndentName, StringComparison.Ordinal));
            _ = int.TryParse(indent?[IndentName.Length..].Trim('"'), CultureInfo.InvariantCulture, out var spaces);
            return new AcceptedType(main, sub, exactness, Math.Clamp(spaces, 0, LargestIndent));
        }

        public bool Takes(string main, string sub) => (Main == "*" || Main == main) && (Sub == "*" || Sub == sub);
    }
}
