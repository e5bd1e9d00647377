using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hookwork.Input;

/// <summary>Fields of JSON that may be missing or of another type; they are null then.</summary>
internal static class JsonFields
{
    /// <summary>What should be JSON; null if it is something else, such as a server's error page.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Field(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var field) ? field : null;

    public static string? Text(this JsonElement owner, string name) =>
        owner.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static string? Text(this JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>The items of an array; another value alone.</summary>
    public static JsonElement[] Items(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    /// <summary>A resource's id.</summary>
    public static long? Id(this JsonElement resource) =>
        resource.Field("id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt64(out var number)
            ? number
            : null;

    public static long? Id(this JsonObject resource) =>
        resource["id"] is JsonValue id && id.TryGetValue(out long number) ? number : null;

    public static JsonArray ToJsonArray(this IEnumerable<string> texts) =>
        new([.. texts.Select(text => JsonValue.Create(text))]);
}
