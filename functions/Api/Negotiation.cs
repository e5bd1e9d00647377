using System.Buffers;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hookwork.Api;

/// <summary>Which form an answer takes, and what OPTIONS tells.</summary>
internal static class Negotiation
{
    /// <summary>Decides between JSON and the page for people; false for a format that there is not.</summary>
    public static bool Read(ApiCall call, out bool asPage)
    {
        var format = call.Query.Last("format");
        asPage = format == "api" || (string.IsNullOrEmpty(format) && PrefersPage(call.Http));
        return format is null or "" or "json" or "api";
    }

    /// <summary>What a view is called and what it reads and writes.</summary>
    public static ApiAnswer Options(Endpoint endpoint)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, ServerAddress.JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("name", endpoint.Title);
            writer.WriteString("description", endpoint.About);
            WriteList(writer, "renders", "application/json", "text/html");
            WriteList(writer, "parses", "application/json", "application/x-www-form-urlencoded", "multipart/form-data");
            writer.WriteEndObject();
        }
        return ApiAnswer.Json(body.WrittenMemory).With("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    }

    /// <summary>JSON is what anybody gets who does not ask for a page more than for it.</summary>
    private static bool PrefersPage(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality(accepted, "text/html") > Quality(accepted, ApiAnswer.JsonType);
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.Where(media => media.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(media => media.Quality ?? 1).DefaultIfEmpty(0).Max();

    private static void WriteList(Utf8JsonWriter writer, string name, params ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
