using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Walking;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Tests.Ingest;

public sealed class RecentPagesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 700, 10)]
    [InlineData(1500, 250, 250)]
    [InlineData(1791, 837, 280)]
    [InlineData(60_000, 9_000, 9_000)]
    public void A_run_asks_seven_times_at_most_and_always_for_the_newest_of_each_list(
        int patches,
        int series,
        int covers
    )
    {
        var walk = new Walk { Project = 14, Scope = WalkScope.Recent };
        for (var run = 0; run < 50; run++)
        {
            (walk, var asked) = Run(walk, patches, series, covers);

            Assert.InRange(asked.Count, 3, RecentPages.Most);
            Assert.Equal(asked.Distinct(), asked);
            Assert.All(
                [ResourceKind.Patch, ResourceKind.Series, ResourceKind.Cover],
                kind => Assert.Contains((kind, 1), asked)
            );
            Assert.All(
                Enumerable.Range(1, Math.Min(3, (patches / 250) + 1)),
                page => Assert.Contains((ResourceKind.Patch, page), asked)
            );
        }
    }

    [Theory]
    [InlineData(1250, 1)]
    [InlineData(1791, 3)]
    [InlineData(10_000, 19)]
    public void Older_patches_are_read_in_turn(int patches, int runs)
    {
        var walk = new Walk { Project = 14, Scope = WalkScope.Recent };
        HashSet<int> read = [];
        for (var run = 0; run < runs; run++)
        {
            (walk, var asked) = Run(walk, patches, 250, 250);
            read.UnionWith(asked.Where(page => page.Kind == ResourceKind.Patch).Select(page => page.Number));
        }

        Assert.Superset(Enumerable.Range(1, (patches + 249) / 250).ToHashSet(), read);
    }

    private static (Walk Walk, IReadOnlyList<(ResourceKind Kind, int Number)> Asked) Run(
        Walk walk,
        int patches,
        int series,
        int covers
    )
    {
        List<(ResourceKind, int)> asked = [];
        walk = walk.Started(DateTimeOffset.UnixEpoch);
        while (walk.At is { } kind)
        {
            asked.Add((kind, walk.Page));
            var all =
                kind == ResourceKind.Patch ? patches
                : kind == ResourceKind.Series ? series
                : covers;
            var first = (walk.Page - 1) * 250;
            var page = Enumerable
                .Range(first, Math.Clamp(all - first, 0, 250))
                .Select(index => new Fetched<Listed>(default, new Listed { Id = all - index }))
                .ToList();
            walk = RecentPages.After(walk, new ListPage<Fetched<Listed>>(page, page.Count < 250));
        }
        return (walk, asked);
    }
}
