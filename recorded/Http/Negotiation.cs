using System.Text;
using System.Text.Json;

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

    public static Answer Options(Endpoint endpoint)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Resources.Renderer.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("name", endpoint.Title);
            writer.WriteString("description", endpoint.About);
            WriteList(writer, "renders", "application/json", "text/html");
            WriteList(writer, "parses", "application/json", "application/x-www-form-urlencoded", "multipart/form-data");
            writer.WriteEndObject();
        }

        return Answer.Of(Encoding.UTF8.GetString(text.ToArray()));
    }

    private static bool PrefersPage(string? accept) =>
        accept is not null
        && accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !accept.Contains("application/json", StringComparison.OrdinalIgnoreCase);

    private static void WriteList(Utf8JsonWriter writer, string name, params ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
