using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hookwork.Patchwork.Resources;

/// <summary>Reads Patchwork's JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Patch))]
[JsonSerializable(typeof(Cover))]
[JsonSerializable(typeof(Series))]
[JsonSerializable(typeof(Comment))]
[JsonSerializable(typeof(Check))]
[JsonSerializable(typeof(Listed))]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Project))]
[JsonSerializable(typeof(Bundle))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class PatchworkJson : JsonSerializerContext;
