using System.Text.Json.Nodes;

namespace Hookwork.Recorded.Http;

/// <summary>What Django REST framework handles before a view: content negotiation and OPTIONS.</summary>
internal static class Negotiation
{
    /// <summary>Chooses between JSON and the HTML page.</summary>
    /// <returns>False if the requested format does not exist.</returns>
    public static bool Read(Call call, out bool asPage)
    {
        var format = call.Query.Last("format");
        asPage = format == "api" || (string.IsNullOrEmpty(format) && PrefersPage(call.Accept));
        return format is null or "" or "json" or "api";
    }

    public static Answer Options(Endpoint endpoint) =>
        Answer.Of(
            new JsonObject
            {
                ["name"] = endpoint.Title,
                ["description"] = endpoint.About,
                ["renders"] = new JsonArray("application/json", "text/html"),
                ["parses"] = new JsonArray(
                    "application/json",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data"
                ),
            }
        );

    private static bool PrefersPage(string? accept) =>
        accept is not null
        && accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !accept.Contains("application/json", StringComparison.OrdinalIgnoreCase);
}
