using Hookwork.Bench.Storage;

namespace Hookwork.Bench.Traffic;

/// <summary>
/// Requests to storage by what they cost, for a general-purpose v2 account:
/// https://learn.microsoft.com/azure/storage/blobs/map-rest-apis-transaction-categories.
/// </summary>
/// <param name="BlobWrites">Blobs, and blocks of them, written.</param>
/// <param name="BlobLists">Containers made, and blobs and containers listed.</param>
/// <param name="BlobOthers">Blobs read, and leases taken, renewed and given back.</param>
/// <param name="QueueOperations">Everything asked of a queue.</param>
/// <param name="TableTransactions">Everything asked of a table; a batch is one.</param>
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

    /// <summary>As many for each of a number.</summary>
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
