namespace Hookwork.Bench.Search;

/// <summary>The figures of the search bench.</summary>
/// <param name="Mails">Patches, cover letters and comments in the catalog.</param>
/// <param name="MboxBytes">Their size as an mbox.</param>
/// <param name="BuildMailsPerSecond">Mails indexed per second when a catalog is built from table storage.</param>
/// <param name="BytesPerMboxByte">The size of the catalog file divided by that of the mbox.</param>
/// <param name="HttpP50Ms">The median over all queries, from a request to the end of the response.</param>
/// <param name="HttpP95Ms">The 95th percentile of the same.</param>
/// <param name="FloorP50Ms">The median of a constant answer of the same size and the bare SQL of the answer, over all
/// queries.</param>
/// <param name="HttpOverFloor"><paramref name="HttpP50Ms"/> divided by that.</param>
/// <param name="EngineP50Ms">The median over all queries, within the process.</param>
/// <param name="ColdStartMs">From the start of the published app's process to the end of its first response, from a
/// snapshot; the median of several.</param>
/// <param name="ColdStartFloorMs">The median of the start of an empty app and the reading of as many bytes as the snapshot
/// has.</param>
/// <param name="ColdStartOverFloor"><paramref name="ColdStartMs"/> divided by that.</param>
/// <param name="SelfHostStartMs">From the start of a selfhost process to the end of its first response, from a snapshot;
/// the median of several.</param>
/// <param name="ResidentMB">The peak physical memory of the selfhost process, in millions of bytes.</param>
/// <param name="Queries">Each query.</param>
internal sealed record SearchFigures(
    long Mails,
    long MboxBytes,
    double BuildMailsPerSecond,
    double BytesPerMboxByte,
    double HttpP50Ms,
    double HttpP95Ms,
    double FloorP50Ms,
    double HttpOverFloor,
    double EngineP50Ms,
    double ColdStartMs,
    double ColdStartFloorMs,
    double ColdStartOverFloor,
    double SelfHostStartMs,
    double ResidentMB,
    IReadOnlyList<QueryFigures> Queries
);

/// <summary>A query's times, in milliseconds.</summary>
/// <param name="Total">How many mails match.</param>
internal sealed record QueryFigures(
    string Name,
    string Query,
    long Total,
    double HttpP50Ms,
    double HttpP95Ms,
    double FloorP50Ms,
    double OverFloor,
    double EngineP50Ms
);
