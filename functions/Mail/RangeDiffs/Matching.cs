namespace Hookwork.Mail.RangeDiffs;

/// <summary>Finds which patches of two versions of a series are the same patch.</summary>
/// <remarks>
/// <para>As git-range-diff(1) describes: patches with the same diff belong together. Of the others, a pair costs the
/// size of the difference of their diffs, and a patch without a partner costs 60 % of the size of its own diff; the
/// cheapest assignment is chosen. Of equally cheap ones, git's is one without pairs, then with later patches.</para>
/// <para>A pair that costs more than both patches without partners is never chosen. The lines that only one of two
/// diffs has are a lower bound of the cost, so most pairs need not be compared.</para>
/// </remarks>
internal sealed class Matching
{
    private const int CreationFactor = 60;
    private const long Never = 1L << 40;

    private readonly List<PatchLines> _old;
    private readonly List<PatchLines> _new;
    private readonly LineDiffs _diffs;
    private readonly Dictionary<string, int> _lineIds = new(StringComparer.Ordinal);

    /// <summary>Matches the patches of two versions.</summary>
    /// <param name="old">One version.</param>
    /// <param name="new">A later one.</param>
    /// <param name="diffs">Makes the differences. Where it does not, the lower bound is the cost.</param>
    public Matching(List<PatchLines> old, List<PatchLines> @new, LineDiffs diffs)
    {
        _diffs = diffs;
        _old = old;
        _new = @new;
        OldOf = new int?[@new.Count];
        MatchExactly();
        MatchOthers();
    }

    /// <summary>The position in the old version of each patch of the new version.</summary>
    public int?[] OldOf { get; }

    private void MatchExactly()
    {
        var byDiff = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var old = 0; old < _old.Count; old++)
        {
            if (!byDiff.TryGetValue(_old[old].DiffText, out var same))
                byDiff.Add(_old[old].DiffText, same = []);
            same.Enqueue(old);
        }
        for (var @new = 0; @new < _new.Count; @new++)
        {
            if (byDiff.TryGetValue(_new[@new].DiffText, out var same) && same.TryDequeue(out var old))
                OldOf[@new] = old;
        }
    }

    private void MatchOthers()
    {
        var matched = OldOf.OfType<int>().ToHashSet();
        int[] rows = [.. Enumerable.Range(0, _old.Count).Where(old => !matched.Contains(old))];
        int[] columns = [.. Enumerable.Range(0, _new.Count).Where(@new => OldOf[@new] is null)];
        if (rows.Length == 0 || columns.Length == 0)
            return;

        // A column for each new patch, then one for each old patch that gets no partner. What a new patch costs without
        // a partner is deducted from its pairs, since the sum over all new patches does not change.
        var costs = new long[rows.Length, columns.Length + rows.Length];
        var oldLines = Array.ConvertAll(rows, old => LineIds(_old[old]));
        var newLines = Array.ConvertAll(columns, @new => LineIds(_new[@new]));
        for (var row = 0; row < rows.Length; row++)
        {
            var alone = Alone(_old[rows[row]]);
            for (var column = 0; column < columns.Length; column++)
            {
                var other = Alone(_new[columns[column]]);
                var least = Differing(oldLines[row], newLines[column]);
                costs[row, column] =
                    least > alone + other
                        ? Never
                        : (_diffs.Of(_old[rows[row]].Diff, _new[columns[column]].Diff)?.Size ?? least) - other;
            }
            for (var column = columns.Length; column < columns.Length + rows.Length; column++)
                costs[row, column] = alone;
        }

        var assigned = Assignment.Solve(costs);
        for (var row = 0; row < rows.Length; row++)
        {
            if (assigned[row] < columns.Length)
                OldOf[columns[assigned[row]]] = rows[row];
        }
    }

    private static long Alone(PatchLines patch) => (long)patch.DiffSize * CreationFactor / 100;

    // The lines of a diff as sorted numbers.
    private int[] LineIds(PatchLines patch)
    {
        var ids = new int[patch.Diff.Count];
        for (var line = 0; line < ids.Length; line++)
        {
            if (!_lineIds.TryGetValue(patch.Diff[line], out ids[line]))
                _lineIds.Add(patch.Diff[line], ids[line] = _lineIds.Count);
        }
        Array.Sort(ids);
        return ids;
    }

    // How many lines only one of both has.
    private static int Differing(int[] old, int[] @new)
    {
        int a = 0,
            b = 0,
            common = 0;
        while (a < old.Length && b < @new.Length)
        {
            if (old[a] == @new[b])
            {
                common++;
                a++;
                b++;
            }
            else if (old[a] < @new[b])
                a++;
            else
                b++;
        }
        return old.Length + @new.Length - (2 * common);
    }
}
