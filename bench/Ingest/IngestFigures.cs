using System.Text.Json.Serialization;

namespace Hookwork.Bench.Ingest;

/// <summary>What the ingest bench found.</summary>
/// <param name="PatchesPerSecond">Patches archived, with everything that belongs to them, from the first poll to the
/// last event done.</param>
/// <param name="CeilingPerSecond">The same storage operations by bare loops, as many patches' worth of them a
/// second.</param>
/// <param name="Ratio">The first to the second.</param>
/// <param name="TransactionsPerResource">Requests to storage for each patch, cover letter and series.</param>
/// <param name="RequestsPerResource">Requests to upstream for each patch, cover letter and series.</param>
/// <param name="PeakMemoryMB">The most physical memory that the selfhost process held, in millions of bytes.</param>
internal sealed record IngestFigures(
    double PatchesPerSecond,
    double CeilingPerSecond,
    double Ratio,
    double TransactionsPerResource,
    double RequestsPerResource,
    double PeakMemoryMB
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IngestFigures))]
internal sealed partial class IngestFiguresJson : JsonSerializerContext;
