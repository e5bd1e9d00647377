using Hookwork.Tests.Ingest;
using Hookwork.Tests.Webhooks;
using Xunit.Abstractions;

// Twice as many as the machine that this is meant for has processors: a test waits half of its time for storage or a
// process.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer("Hookwork.Tests." + nameof(Hookwork.Tests.LongestFirst), "Hookwork.Tests")]

namespace Hookwork.Tests;

/// <summary>
/// Starts with the classes that take longest, so that none of them is left over when all others are done.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_longest =
    [
        nameof(TimeTravelTests),
        nameof(FaultTests),
        nameof(DeliveryCrashTests),
        nameof(KillTests),
        nameof(CrashTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection =>
            Array.FindIndex(s_longest, name => collection.DisplayName.EndsWith("." + name, StringComparison.Ordinal))
                is >= 0
                    and var place
                ? place
                : s_longest.Length
        );
}
