using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Catalog.Following;

/// <summary>An event's payload. Embedded resources go stale, so only their ids are kept.</summary>
internal readonly struct EventPayload(JsonElement payload)
{
    private static readonly string[] Embedded = ["patch", "cover", "series", "comment", "check"];

    /// <summary>The id of an embedded resource; null if there is none.</summary>
    public long? Id(string name) => payload.Field(name)?.Id();

    /// <summary>The payload without embedded resources, as JSON; null if empty.</summary>
    public string? Rest
    {
        get
        {
            if (payload.ValueKind != JsonValueKind.Object)
                return null;
            // Of a name that occurs twice, the last value counts.
            var rest = new JsonObject();
            foreach (var item in payload.EnumerateObject().Where(item => !Array.Exists(Embedded, item.NameEquals)))
                rest[item.Name] = JsonSerializer.Deserialize(item.Value, PatchworkJson.Default.JsonNode);
            return rest.Count == 0 ? null : rest.ToJsonString();
        }
    }
}
