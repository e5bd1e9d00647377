using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hookwork.Api;

/// <summary>The JSON of answers.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ApiJson : JsonSerializerContext;
