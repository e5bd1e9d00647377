using Hookwork.Tests.Api;
using Hookwork.Tests.Architecture;
using Hookwork.Tests.Catalog.Lore;
using Hookwork.Tests.Hostile;
using Hookwork.Tests.Hosting;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Pages.Browser;
using Hookwork.Tests.SelfHost;
using Hookwork.Tests.Webhooks;
using Hookwork.Tests.Webhooks.Conditions;
using Xunit.Abstractions;

// Three times the reference machine's processors: tests often wait, for storage or another process.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
[assembly: TestCollectionOrderer("Hookwork.Tests." + nameof(Hookwork.Tests.LongestFirst), "Hookwork.Tests")]

namespace Hookwork.Tests;

/// <summary>Starts the longest classes first, so that none runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_longest =
    [
        ServedArchive.Collection,
        BrowsedArchiveCollection.Name,
        nameof(DeliveryCrashTests),
        nameof(FaultTests),
        nameof(KillTests),
        nameof(StartupTests),
        nameof(ConditionCrashTests),
        nameof(LoreTests),
        nameof(DifferencesTests),
        nameof(CrashTests),
        nameof(OwnAzuriteTests),
        nameof(Ingest.TimeTravelTests),
        nameof(RunnableBlockTests),
        nameof(GrowthTests),
        nameof(FastPathTests),
        nameof(EventCursorTests),
        nameof(Webhooks.ReplayTests),
        nameof(IsolationTests),
        nameof(PrerequisiteUpdatesTests),
        nameof(ListWalkerTests),
        nameof(ProcessTests),
        nameof(FastPathKillTests),
        nameof(CiTests),
        nameof(Mail.RobustnessTests),
        nameof(ZonesTests),
        nameof(PublishedAppTests),
        nameof(BadInputTests),
        nameof(TimerTriggerTests),
        nameof(Catalog.CatalogBudgetTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection =>
            Array.IndexOf(s_longest, collection.DisplayName.Split('.')[^1]) is >= 0 and var place
                ? place
                : s_longest.Length
        );
}
