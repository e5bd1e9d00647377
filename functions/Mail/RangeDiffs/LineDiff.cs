using DiffPlex;
using DiffPlex.Model;

namespace Hookwork.Mail.RangeDiffs;

/// <summary>The difference of two texts by lines, with three lines of context.</summary>
internal sealed class LineDiff
{
    private const int Context = 3;

    private readonly IReadOnlyList<string> _old;
    private readonly IReadOnlyList<string> _new;
    private readonly List<List<DiffBlock>> _hunks = [];

    private LineDiff(IReadOnlyList<string> old, IReadOnlyList<string> @new, IEnumerable<DiffBlock> blocks)
    {
        _old = old;
        _new = @new;
        var end = -1;
        foreach (var block in blocks)
        {
            // Contexts that touch make one hunk.
            if (end < 0 || block.DeleteStartA - end > 2 * Context)
                _hunks.Add([]);
            _hunks[^1].Add(block);
            end = block.DeleteStartA + block.DeleteCountA;
        }
    }

    /// <summary>How many lines it has, the headers of its hunks included.</summary>
    public int Size => _hunks.Sum(hunk => 1 + EndOf(hunk) - StartOf(hunk) + hunk.Sum(block => block.InsertCountB));

    /// <summary>How many lines only one of both texts has.</summary>
    public long Changed => _hunks.Sum(hunk => hunk.Sum(block => (long)block.DeleteCountA + block.InsertCountB));

    /// <summary>Compares two texts.</summary>
    public static LineDiff Of(IReadOnlyList<string> old, IReadOnlyList<string> @new)
    {
        var result = Differ.Instance.CreateDiffs(
            string.Join('\n', old),
            string.Join('\n', @new),
            ignoreWhiteSpace: false,
            ignoreCase: false,
            LineFeeds.Instance
        );
        return new LineDiff(old, @new, result.DiffBlocks);
    }

    /// <summary>Its hunks.</summary>
    /// <param name="section">The section that a line of the old text is in.</param>
    public IEnumerable<RangeHunk> Hunks(Func<int, string> section) =>
        _hunks.Select(hunk => new RangeHunk(section(StartOf(hunk)), [.. LinesOf(hunk)]));

    private IEnumerable<RangeLine> LinesOf(List<DiffBlock> hunk)
    {
        var position = StartOf(hunk);
        foreach (var block in hunk)
        {
            for (; position < block.DeleteStartA; position++)
                yield return new RangeLine(' ', _old[position]);
            for (; position < block.DeleteStartA + block.DeleteCountA; position++)
                yield return new RangeLine('-', _old[position]);
            for (var added = 0; added < block.InsertCountB; added++)
                yield return new RangeLine('+', _new[block.InsertStartB + added]);
        }
        for (; position < EndOf(hunk); position++)
            yield return new RangeLine(' ', _old[position]);
    }

    private static int StartOf(List<DiffBlock> hunk) => Math.Max(0, hunk[0].DeleteStartA - Context);

    private int EndOf(List<DiffBlock> hunk) =>
        Math.Min(_old.Count, hunk[^1].DeleteStartA + hunk[^1].DeleteCountA + Context);

    // Only line feeds end a line; a carriage return belongs to a patch's content.
    private sealed class LineFeeds : IChunker
    {
        public static LineFeeds Instance { get; } = new();

        public IReadOnlyList<string> Chunk(string text) => text.Split('\n');
    }
}
