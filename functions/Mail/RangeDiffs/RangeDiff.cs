namespace Hookwork.Mail.RangeDiffs;

/// <summary>The difference of two versions of a series, as git-range-diff(1) shows it.</summary>
/// <param name="Pairs">The patches in the order of the new version; one that was dropped follows those that were before
/// it in the old version.</param>
public sealed record RangeDiff(IReadOnlyList<RangePair> Pairs)
{
    /// <summary>The most patches that a version may have.</summary>
    public const int MostPatches = 500;

    /// <summary>The most characters that the patches of a version may have together.</summary>
    public const int MostCharacters = 8 << 20;

    /// <summary>
    /// The most lines that the patches of a version may have together. Each patch is compared with each patch of the
    /// other version, line by line.
    /// </summary>
    public const int MostLines = 500_000;

    /// <summary>Compares two versions; null if they are too large for it.</summary>
    /// <param name="old">The patches of one version, in order.</param>
    /// <param name="new">The patches of a later one.</param>
    public static RangeDiff? Of(IReadOnlyList<RangePatch> old, IReadOnlyList<RangePatch> @new)
    {
        if (IsTooLarge(old) || IsTooLarge(@new))
            return null;
        var oldLines = old.Select(patch => new PatchLines(patch)).ToList();
        var newLines = @new.Select(patch => new PatchLines(patch)).ToList();
        var diffs = new LineDiffs();
        var oldOf = new Matching(oldLines, newLines, diffs).OldOf;
        return diffs.IsExhausted ? null : new RangeDiff([.. Pair(oldLines, newLines, oldOf, diffs)]);
    }

    private static bool IsTooLarge(IReadOnlyList<RangePatch> patches) =>
        patches.Count > MostPatches
        || patches.Sum(patch => (long)patch.Message.Length + patch.Diff.Length) > MostCharacters
        || patches.Sum(patch => (long)LinesOf(patch.Message) + LinesOf(patch.Diff)) > MostLines;

    private static int LinesOf(string text) => text.AsSpan().Count('\n');

    private static IEnumerable<RangePair> Pair(
        List<PatchLines> old,
        List<PatchLines> @new,
        int?[] oldOf,
        LineDiffs diffs
    )
    {
        var matched = oldOf.OfType<int>().ToHashSet();
        var shown = new HashSet<int>();
        var next = 0;
        for (var position = 0; position <= @new.Count; position++)
        {
            // What was dropped comes as soon as everything before it was shown.
            for (; next < old.Count && (shown.Contains(next) || !matched.Contains(next)); next++)
            {
                if (!shown.Contains(next))
                    yield return new RangePair(next + 1, null, RangeMark.Dropped, old[next].Subject, []);
            }
            if (position == @new.Count)
                yield break;
            if (oldOf[position] is { } match)
            {
                shown.Add(match);
                yield return Compare(old[match], @new[position], diffs) with
                {
                    Old = match + 1,
                    New = position + 1,
                };
            }
            else
            {
                yield return new RangePair(null, position + 1, RangeMark.Added, @new[position].Subject, []);
            }
        }
    }

    private static RangePair Compare(PatchLines old, PatchLines @new, LineDiffs diffs)
    {
        if (old.Lines.SequenceEqual(@new.Lines, StringComparer.Ordinal))
            return new RangePair(null, null, RangeMark.Same, old.Subject, []);
        var pair = new RangePair(null, null, RangeMark.Changed, old.Subject, []);
        return diffs.Of(old.Lines, @new.Lines) is { } diff
            ? pair with
            {
                Hunks = [.. diff.Hunks(old.SectionBefore)],
            }
            : pair with
            {
                IsTooLarge = true,
            };
    }
}
