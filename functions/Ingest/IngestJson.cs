using System.Text.Json.Serialization;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;

namespace Hookwork.Ingest;

/// <summary>The JSON of queue messages and of reports.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(RefreshItem[]))]
[JsonSerializable(typeof(RefreshItem))]
[JsonSerializable(typeof(Counts))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class IngestJson : JsonSerializerContext;
