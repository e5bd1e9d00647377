using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hookwork.Api.Writing;

/// <summary>The JSON of Hookwork's own answers to a write.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class WriteJson : JsonSerializerContext;
