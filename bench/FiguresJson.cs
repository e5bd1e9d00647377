using System.Text.Json.Serialization;
using Hookwork.Bench.Api;
using Hookwork.Bench.Cost;
using Hookwork.Bench.Inbox;
using Hookwork.Bench.Ingest;
using Hookwork.Bench.Pages;
using Hookwork.Bench.Peers;
using Hookwork.Bench.Search;
using Hookwork.Bench.Traffic;
using Hookwork.Bench.Webhooks;

namespace Hookwork.Bench;

/// <summary>The last lines of the benches.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiFigures))]
[JsonSerializable(typeof(CostFigures))]
[JsonSerializable(typeof(InboxFigures))]
[JsonSerializable(typeof(IngestFigures))]
[JsonSerializable(typeof(PagesFigures))]
[JsonSerializable(typeof(PeersFigures))]
[JsonSerializable(typeof(SearchFigures))]
[JsonSerializable(typeof(TrafficFigures))]
[JsonSerializable(typeof(WebhooksFigures))]
internal sealed partial class FiguresJson : JsonSerializerContext;
