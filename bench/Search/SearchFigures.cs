using System.Text.Json.Serialization;

namespace Hookwork.Bench.Search;

/// <summary>What the search bench found.</summary>
/// <param name="Mails">Patches, cover letters and comments in the catalog.</param>
/// <param name="MboxBytes">What they take as an mbox.</param>
/// <param name="BuildMailsPerSecond">Mails indexed in a second, read from table storage, by a catalog that is built
/// from nothing.</param>
/// <param name="BytesPerMboxByte">The catalog file, with everything in it, to the mbox.</param>
/// <param name="HttpP50Ms">The median over all queries, of a request to the whole answer.</param>
/// <param name="HttpP95Ms">95 of 100 are quicker.</param>
/// <param name="EngineP50Ms">The median over all queries, within the process.</param>
/// <param name="ColdStartMs">From the start of the process to the first answer, from a snapshot; the median of
/// several.</param>
/// <param name="ResidentMB">The most physical memory that the selfhost process held, in millions of bytes.</param>
/// <param name="Queries">Each query.</param>
internal sealed record SearchFigures(
    long Mails,
    long MboxBytes,
    double BuildMailsPerSecond,
    double BytesPerMboxByte,
    double HttpP50Ms,
    double HttpP95Ms,
    double EngineP50Ms,
    double ColdStartMs,
    double ResidentMB,
    IReadOnlyList<QueryFigures> Queries
);

/// <summary>What a query takes, in milliseconds.</summary>
/// <param name="Total">How many mails match.</param>
internal sealed record QueryFigures(
    string Name,
    string Query,
    long Total,
    double HttpP50Ms,
    double HttpP95Ms,
    double EngineP50Ms
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchFigures))]
internal sealed partial class SearchFiguresJson : JsonSerializerContext;
