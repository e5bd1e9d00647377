namespace Hookwork.Bench.Peers;

/// <summary>The figures of the peers bench. Those of public-inbox are null if it is not installed.</summary>
/// <param name="Mails">The mails, here and at public-inbox.</param>
/// <param name="MboxBytes">Their size as an mbox.</param>
/// <param name="P50Ms">The median over all queries, from a request for the first page to the end of the response. Each
/// server shows as many results as it does by default: 25 with snippets here, 200 lines at public-inbox.</param>
/// <param name="Ratio"><paramref name="P50Ms"/> divided by that of public-inbox.</param>
/// <param name="FloorP50Ms">The median over all queries of a constant answer of the same size and of the bare SQL,
/// together.</param>
/// <param name="OverFloor"><paramref name="P50Ms"/> divided by <paramref name="FloorP50Ms"/>.</param>
/// <param name="FloorRatio"><paramref name="FloorP50Ms"/> divided by that of public-inbox.</param>
/// <param name="CommonRatio">The same of the queries for common words; the worse of the two.</param>
/// <param name="P50Ms200">The median over all queries with 200 results here, too.</param>
/// <param name="Ratio200"><paramref name="P50Ms200"/> divided by that of public-inbox.</param>
/// <param name="MailsPerSecond">Mails indexed per second when the catalog is built from table storage.</param>
/// <param name="PublicInboxMailsPerSecond">Mails taken from a Maildir and indexed per second.</param>
/// <param name="CatalogBytesPerMboxByte">The size of the catalog file divided by that of the mbox.</param>
/// <param name="ResidentMB">The peak physical memory of the selfhost process, in millions of bytes.</param>
/// <param name="Queries">Each query.</param>
internal sealed record PeersFigures(
    long Mails,
    long MboxBytes,
    double P50Ms,
    double? PublicInboxP50Ms,
    double? Ratio,
    double FloorP50Ms,
    double OverFloor,
    double? FloorRatio,
    double? CommonRatio,
    double P50Ms200,
    double? Ratio200,
    double MailsPerSecond,
    double? PublicInboxMailsPerSecond,
    double CatalogBytesPerMboxByte,
    double ResidentMB,
    IReadOnlyList<PeerQueryFigures> Queries
);

/// <summary>A query's median times, in milliseconds.</summary>
/// <param name="Total">How many mails match here.</param>
/// <param name="PublicInboxTotal">How many mails match at public-inbox, about.</param>
/// <param name="P50Ms">The first page.</param>
/// <param name="P50Ms200">A page of 200 results.</param>
/// <param name="Ratio"><paramref name="P50Ms"/> divided by that of public-inbox.</param>
internal sealed record PeerQueryFigures(
    string Name,
    string Query,
    long Total,
    long? PublicInboxTotal,
    double P50Ms,
    double P50Ms200,
    double? PublicInboxP50Ms,
    double? Ratio
);
