using DiffPlex;
using DiffPlex.Chunkers;
using Hookwork.Mail.Diffs;

namespace Hookwork.Site.Diffs;

/// <summary>
/// The words that changed in a line, where a removed line is similar to the added one that takes its place.
/// </summary>
/// <remarks>
/// Words are compared within limits for each line and in all, since comparing takes quadratic time if all is different.
/// </remarks>
internal sealed class WordMarks
{
    private const int LongestLine = 400;
    private const int Farthest = 8;
    private long _left = 2_000_000;

    /// <summary>For each line of a hunk, the ranges of its text that changed; null if no line has any.</summary>
    public IReadOnlyList<Range>?[]? Of(Hunk hunk)
    {
        IReadOnlyList<Range>?[]? marks = null;
        for (var first = 0; first < hunk.Lines.Count; )
        {
            var added = EndOf(hunk, first, DiffLineKind.Removed);
            var end = EndOf(hunk, added, DiffLineKind.Added);
            if (added > first && end > added)
                Compare(hunk, first, added, end, ref marks);
            first = Math.Max(end, first + 1);
        }
        return marks;
    }

    private static int EndOf(Hunk hunk, int line, DiffLineKind kind)
    {
        while (line < hunk.Lines.Count && hunk.Lines[line].Kind == kind)
            line++;
        return line;
    }

    // Takes for each removed line the next added one that begins and ends alike.
    private void Compare(Hunk hunk, int removed, int added, int end, ref IReadOnlyList<Range>?[]? marks)
    {
        var next = added;
        for (var old = removed; old < added && next < end; old++)
        {
            for (var @new = next; @new < end && @new < next + Farthest; @new++)
            {
                if (!AreSimilar(hunk.Lines[old].Text.Span, hunk.Lines[@new].Text.Span))
                    continue;
                var (before, after) = Between(hunk.Lines[old].Text.ToString(), hunk.Lines[@new].Text.ToString());
                if (before.Count + after.Count > 0)
                {
                    marks ??= new IReadOnlyList<Range>?[hunk.Lines.Count];
                    (marks[old], marks[@new]) = (before, after);
                }
                next = @new + 1;
                break;
            }
        }
    }

    private static bool AreSimilar(ReadOnlySpan<char> old, ReadOnlySpan<char> @new)
    {
        // An added line is compared with many removed ones: a long one would be trimmed for each.
        if (old.Length > LongestLine || @new.Length > LongestLine)
            return false;
        old = old.Trim();
        @new = @new.Trim();
        if (old.IsEmpty || @new.IsEmpty)
            return false;
        var start = old.CommonPrefixLength(@new);
        var end = CommonSuffixLength(old[start..], @new[start..]);
        return 2 * (start + end) >= Math.Max(old.Length, @new.Length);
    }

    // Only what is between the first and the last word that differ is compared.
    private (List<Range> Before, List<Range> After) Between(string old, string @new)
    {
        (List<Range> Before, List<Range> After) marks = ([], []);
        var (start, end) = Common(old, @new);
        var (before, after) = (old[start..^end], @new[start..^end]);
        var cost = (before.Length + 1) * (after.Length + 1);
        if (cost > _left)
            return marks;
        _left -= cost;
        var changes = Differ.Instance.CreateDiffs(
            before,
            after,
            ignoreWhiteSpace: false,
            ignoreCase: false,
            Words.Instance
        );
        var (oldStarts, newStarts) = (StartsOf(changes.PiecesOld), StartsOf(changes.PiecesNew));
        foreach (var block in changes.DiffBlocks)
        {
            Add(marks.Before, oldStarts, block.DeleteStartA, block.DeleteCountA, start);
            Add(marks.After, newStarts, block.InsertStartB, block.InsertCountB, start);
        }
        return marks;
    }

    /// <summary>The lengths of the start and the end that both lines share, in whole words.</summary>
    private static (int Start, int End) Common(string old, string @new)
    {
        var start = old.AsSpan().CommonPrefixLength(@new);
        while (start > 0 && (IsInWord(old, start) || IsInWord(@new, start)))
            start--;
        var end = CommonSuffixLength(old.AsSpan(start), @new.AsSpan(start));
        while (end > 0 && (IsInWord(old, old.Length - end) || IsInWord(@new, @new.Length - end)))
            end--;
        return (start, end);
    }

    private static int CommonSuffixLength(ReadOnlySpan<char> old, ReadOnlySpan<char> @new)
    {
        var length = 0;
        while (length < Math.Min(old.Length, @new.Length) && old[^(length + 1)] == @new[^(length + 1)])
            length++;
        return length;
    }

    private static bool IsInWord(string line, int position) =>
        position > 0
        && position < line.Length
        && (
            (Words.KindOf(line[position]) is var kind and not 0 && kind == Words.KindOf(line[position - 1]))
            || char.IsLowSurrogate(line[position])
        );

    private static void Add(List<Range> marks, int[] starts, int first, int count, int offset)
    {
        if (count > 0)
            marks.Add((starts[first] + offset)..(starts[first + count] + offset));
    }

    private static int[] StartsOf(IReadOnlyList<string> pieces)
    {
        var starts = new int[pieces.Count + 1];
        for (var piece = 0; piece < pieces.Count; piece++)
            starts[piece + 1] = starts[piece] + pieces[piece].Length;
        return starts;
    }

    /// <summary>Words, runs of spaces, and other characters one by one.</summary>
    private sealed class Words : IChunker
    {
        public static Words Instance { get; } = new();

        public IReadOnlyList<string> Chunk(string text)
        {
            List<string> pieces = [];
            for (int start = 0, end; start < text.Length; start = end)
            {
                end = start + 1;
                if (KindOf(text[start]) is var kind and not 0)
                {
                    while (end < text.Length && KindOf(text[end]) == kind)
                        end++;
                }
                else if (char.IsHighSurrogate(text[start]) && end < text.Length)
                {
                    end++;
                }
                pieces.Add(text[start..end]);
            }
            return pieces;
        }

        public static int KindOf(char character) =>
            char.IsLetterOrDigit(character) || character == '_' ? 1
            : char.IsWhiteSpace(character) ? 2
            : 0;
    }
}
