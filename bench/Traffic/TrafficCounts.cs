using Hookwork.Bench.Storage;

namespace Hookwork.Bench.Traffic;

/// <summary>
/// Storage requests by price category of a general-purpose v2 account:
/// https://learn.microsoft.com/azure/storage/blobs/map-rest-apis-transaction-categories.
/// </summary>
/// <param name="BlobWrites">Writes of blobs and blocks.</param>
/// <param name="BlobLists">Creations of containers, and lists of blobs and containers.</param>
/// <param name="BlobOthers">Reads of blobs, and operations on leases.</param>
/// <param name="QueueOperations">All queue requests.</param>
/// <param name="TableTransactions">All table requests; a batch is one.</param>
internal sealed record TrafficCounts(
    double BlobWrites,
    double BlobLists,
    double BlobOthers,
    double QueueOperations,
    double TableTransactions
)
{
    /// <summary>Counts requests; a blob's deletion is free.</summary>
    public static TrafficCounts Of(IEnumerable<StorageOperation> operations)
    {
        var kinds = operations.CountBy(KindOf).ToDictionary();
        return new TrafficCounts(
            Count(Kind.BlobWrite),
            Count(Kind.BlobList),
            Count(Kind.BlobOther),
            Count(Kind.Queue),
            Count(Kind.Table)
        );

        double Count(Kind kind) => kinds.GetValueOrDefault(kind);
    }

    /// <summary>The counts divided by a number.</summary>
    public TrafficCounts For(int number) =>
        new(
            Rounded(BlobWrites / number),
            Rounded(BlobLists / number),
            Rounded(BlobOthers / number),
            Rounded(QueueOperations / number),
            Rounded(TableTransactions / number)
        );

    private static double Rounded(double value) => Math.Round(value, 3);

    private static Kind KindOf(StorageOperation operation) =>
        operation.Service switch
        {
            StorageService.Queue => Kind.Queue,
            StorageService.Table => Kind.Table,
            _ when operation.Target.Contains("comp=list", StringComparison.Ordinal) => Kind.BlobList,
            _ when operation.Method == "PUT"
                    && operation.Target.Contains("restype=container", StringComparison.Ordinal)
                    && !operation.Target.Contains("comp=", StringComparison.Ordinal) => Kind.BlobList,
            _ when operation.Method == "PUT" && IsContent(operation.Target) => Kind.BlobWrite,
            _ when operation.Method == "DELETE" => Kind.Free,
            _ => Kind.BlobOther,
        };

    private static bool IsContent(string target) =>
        !target.Contains("comp=", StringComparison.Ordinal)
        || target.Contains("comp=block", StringComparison.Ordinal)
        || target.Contains("comp=appendblock", StringComparison.Ordinal);

    private enum Kind
    {
        Free,
        BlobWrite,
        BlobList,
        BlobOther,
        Queue,
        Table,
    }
}
