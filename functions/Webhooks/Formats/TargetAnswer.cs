using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hookwork.Webhooks.Formats;

/// <summary>What a target answered.</summary>
/// <param name="Body">The beginning of the body; null for none.</param>
/// <param name="At">When it was received.</param>
public sealed record TargetAnswer(int Status, HttpResponseHeaders Headers, string? Body, DateTimeOffset At)
{
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// The wait of the header Retry-After, in seconds or until a date of the target's clock (RFC 9110, 10.2.3).
    /// </summary>
    public TimeSpan? RetryAfter =>
        Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date - (Headers.Date ?? At) is var wait && wait > TimeSpan.Zero => wait,
            _ => null,
        };

    /// <summary>The value of a header; null without one.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>Whether the body has a text, in any case.</summary>
    public bool Says(string text) => Body?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The body as an object; null if it is none.</summary>
    public JsonObject? Json()
    {
        try
        {
            var json = Body is null ? null : JsonNode.Parse(Body, documentOptions: NoDuplicates) as JsonObject;
            // Reads the names, of which one may have half of a surrogate pair.
            _ = json?.Count;
            return json;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
