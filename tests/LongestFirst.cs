using Hookwork.Tests.Api;
using Hookwork.Tests.Architecture;
using Hookwork.Tests.Catalog.Lore;
using Hookwork.Tests.Hostile;
using Hookwork.Tests.Hosting;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Hookwork.Tests.Webhooks;
using Xunit.Abstractions;

// Twice the reference machine's processors: tests wait half of their time for storage or a process.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer("Hookwork.Tests." + nameof(Hookwork.Tests.LongestFirst), "Hookwork.Tests")]

namespace Hookwork.Tests;

/// <summary>Starts the longest classes first, so that none runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_longest =
    [
        ServedArchive.Collection,
        nameof(TimeTravelTests),
        nameof(FaultTests),
        nameof(OwnAzuriteTests),
        nameof(PublishedAppTests),
        nameof(RecentWalkTests),
        nameof(IdleRequestsTests),
        nameof(ListWalkerTests),
        nameof(StatusTests),
        nameof(KillTests),
        nameof(DifferencesTests),
        nameof(StartupTests),
        nameof(DeliveryCrashTests),
        nameof(CrashTests),
        nameof(GrowthTests),
        nameof(Mail.RobustnessTests),
        nameof(LoreTests),
        nameof(RunnableBlockTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection =>
            Array.IndexOf(s_longest, collection.DisplayName.Split('.')[^1]) is >= 0 and var place
                ? place
                : s_longest.Length
        );
}
