using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>A response to a request, not yet sent.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The Content-Type header.</param>
/// <param name="Body">The body's bytes.</param>
internal sealed record Answer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public const string Json = "application/json";
    public const string Html = "text/html; charset=utf-8";

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Headers beside Content-Type and Content-Length.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The bytes sent repeatedly after the body.</summary>
    public ReadOnlyMemory<byte> Padding { get; init; }

    /// <summary>The number of padding bytes.</summary>
    public long PaddingLength { get; init; }

    public long Length => Body.Length + PaddingLength;

    public static Answer Of(string json, int status = 200) => new(status, Json, Encoding.UTF8.GetBytes(json));

    public static Answer Of(JsonNode json, int status = 200) => Of(PlainJson.Of(json.ToJsonString(Relaxed)), status);

    /// <summary>A resource in detail, as the request asks for it.</summary>
    public static Answer Of(Row row, Call call) => new(200, Json, row.Render(call.View(Shape.Detailed)));

    /// <summary>An error as Django REST framework words it.</summary>
    public static Answer Detail(int status, string detail) => Of(new JsonObject { ["detail"] = detail }, status);

    /// <summary>An HTML page; its text is not the recorded server's.</summary>
    public static Answer Page(int status, string title) =>
        new(
            status,
            Html,
            Encoding.UTF8.GetBytes(
                $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>{HtmlEncoder.Default.Encode(title)}</title></head>\n"
                    + $"<body><h1>{HtmlEncoder.Default.Encode(title)}</h1></body>\n</html>\n"
            )
        );

    /// <summary>The page for an unknown URL.</summary>
    public static Answer NoPage { get; } = Page(404, "Not Found").With("Vary", "Cookie");

    /// <summary>Django's redirect for a path without its trailing slash.</summary>
    public static Answer MovedTo(string path) => new Answer(301, Html, default).With("Location", path);

    public Answer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}
