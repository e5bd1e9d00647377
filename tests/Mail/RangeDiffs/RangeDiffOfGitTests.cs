using System.Globalization;
using Hookwork.Mail.RangeDiffs;
using Xunit.Abstractions;

namespace Hookwork.Tests.Mail.RangeDiffs;

/// <summary>Versions of series are matched as <c>git range-diff</c> matches them.</summary>
public sealed class RangeDiffOfGitTests(ITestOutputHelper output)
{
    private const int Pairs = 60;

    [ClientFact("git")]
    public async Task Sixty_pairs_of_versions_are_compared_as_git_does()
    {
        using var repository = new VersionRepository();
        var pairs = Enumerable
            .Range(0, Pairs)
            .Select(seed => new MadeVersions(seed, MadeVersions.Kinds[seed % MadeVersions.Kinds.Length]))
            .ToList();
        for (var pair = 0; pair < pairs.Count; pair++)
        {
            repository.Add($"old-{pair}", pairs[pair].OldBase, pairs[pair].Old);
            repository.Add($"new-{pair}", pairs[pair].NewBase, pairs[pair].New);
        }
        await repository.MakeAsync();

        var marks = new HashSet<RangeMark>();
        var same = 0;
        for (var pair = 0; pair < pairs.Count; pair++)
        {
            var expected = await repository.RangeDiffAsync($"old-{pair}", $"new-{pair}");
            var difference = RangeDiff.Of(
                await repository.PatchesAsync($"old-{pair}"),
                await repository.PatchesAsync($"new-{pair}")
            )!;

            Assert.Equal(
                string.Join('\n', expected.Where(line => !line.StartsWith("    ", StringComparison.Ordinal))),
                string.Join('\n', difference.Pairs.Select(Header))
            );
            marks.UnionWith(difference.Pairs.Select(found => found.Mark));
            if (expected.SequenceEqual(difference.Pairs.SelectMany(Printed), StringComparer.Ordinal))
                same++;
        }

        Assert.Equal(Enum.GetValues<RangeMark>(), marks.Order());
        output.WriteLine($"{same} of {Pairs} are the same to the last line.");
    }

    private static IEnumerable<string> Printed(RangePair pair) =>
        pair
            .Hunks.SelectMany(hunk =>
                hunk.Lines.Select(line => line.ToString()).Prepend($"@@ {hunk.Section}".TrimEnd())
            )
            .Select(line => $"    {line}")
            .Prepend(Header(pair));

    private static string Header(RangePair pair) =>
        $"{Number(pair.Old)} {"=!<>"[(int)pair.Mark]} {Number(pair.New)} {pair.Subject}";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
