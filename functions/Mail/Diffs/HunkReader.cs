namespace Hookwork.Mail.Diffs;

/// <summary>
/// Reads the lines of a hunk, as many as its header announces, so a line <c>--- x</c> among them is a removed one.
/// </summary>
internal sealed class HunkReader
{
    private readonly string _text;
    private readonly HunkHeader _header;
    private readonly int[] _old;
    private readonly List<DiffLine> _lines = [];
    private int _new;

    private HunkReader(string text, HunkHeader header)
    {
        _text = text;
        _header = header;
        _old = [.. header.OldCounts];
        _new = header.NewCount;
    }

    private bool IsDone => _new <= 0 && Array.TrueForAll(_old, count => count <= 0);

    /// <summary>Reads a hunk.</summary>
    /// <param name="text">The text it is in.</param>
    /// <param name="header">Its first line.</param>
    /// <param name="start">Where the line after that starts.</param>
    /// <param name="end">Where the first line starts that is not part of it.</param>
    public static Hunk Read(string text, HunkHeader header, int start, out int end)
    {
        var reader = new HunkReader(text, header);
        end = reader.ReadLines(start);
        return new Hunk
        {
            OldStart = header.OldStart,
            OldCount = header.OldCounts[0],
            NewStart = header.NewStart,
            NewCount = header.NewCount,
            Section = header.Section,
            Lines = reader._lines,
            IsWhole = reader._new == 0 && Array.TrueForAll(reader._old, count => count == 0),
        };
    }

    private int ReadLines(int position)
    {
        while (position < _text.Length)
        {
            var line = Line.At(_text, position);
            if (_lines.Count > 0 && EndsFile(line.Span))
                _lines[^1] = _lines[^1] with { EndsFile = true };
            else if (IsDone)
                break;
            else if (_old.Length == 1 ? !TryRead(line) : !TryReadCombined(line))
            {
                if (!IsWrapped(line))
                    break;
            }
            position = line.Next;
        }
        return position;
    }

    // In a combined diff, "\ No newline at end of file" follows the columns of marks.
    private bool EndsFile(ReadOnlySpan<char> line) =>
        line.StartsWith('\\') || (_old.Length > 1 && line.TrimStart(' ').StartsWith("\\ No newline"));

    private bool TryRead(Line line)
    {
        var raw = line.Raw;
        switch (line.Span)
        {
            // A mail program removed the space.
            case [] when _old[0] > 0 && _new > 0:
            case ['\t', ..] when _old[0] > 0 && _new > 0:
                Add(DiffLineKind.Context, raw, 1, 1);
                return true;
            case [' ', ..]:
                Add(DiffLineKind.Context, raw[1..], 1, 1);
                return true;
            case ['+', ..]:
                Add(DiffLineKind.Added, raw[1..], 0, 1);
                return true;
            case ['-', ..] when !StartsFile(line):
                Add(DiffLineKind.Removed, raw[1..], 1, 0);
                return true;
            default:
                return false;
        }
    }

    private void Add(DiffLineKind kind, ReadOnlyMemory<char> text, int old, int @new)
    {
        _lines.Add(new DiffLine(kind, text));
        _old[0] -= old;
        _new -= @new;
    }

    // A mark for each parent: '-' removed from it, '+' added to it, ' ' as in the result (git-diff(1)).
    private bool TryReadCombined(Line line)
    {
        var span = line.Span;
        var marks = span[..Math.Min(_old.Length, span.Length)];
        if (marks.IndexOfAnyExcept("+- ") >= 0)
            return false;
        var removed = marks.Contains('-');
        var added = !removed && marks.Contains('+');
        for (var parent = 0; parent < _old.Length; parent++)
        {
            var mark = parent < marks.Length ? marks[parent] : ' ';
            if (mark == '-' || (mark == ' ' && !removed))
                _old[parent]--;
        }
        if (!removed)
            _new--;
        var kind =
            removed ? DiffLineKind.Removed
            : added ? DiffLineKind.Added
            : DiffLineKind.Context;
        _lines.Add(new DiffLine(kind, line.Raw[marks.Length..]));
        return true;
    }

    // The next file starts although the counts announce more lines: "---", "+++" and a hunk header, which cannot occur
    // within a hunk.
    private bool StartsFile(Line line)
    {
        if (!line.Span.StartsWith("--- ") || (_old[0] <= 1 && _new <= 1) || line.Next == _text.Length)
            return false;
        var second = Line.At(_text, line.Next);
        return second.Span.StartsWith("+++ ")
            && second.Next < _text.Length
            && HunkHeader.Read(Line.At(_text, second.Next).Span) is not null;
    }

    // A mail program broke a long line in two: this is the second half, if the hunk continues after it.
    private bool IsWrapped(Line line)
    {
        if (
            line.Span.StartsWith('@')
            || line.Span.StartsWith('-')
            || line.Span.StartsWith("diff ")
            || line.Span.StartsWith("Index:")
        )
            return false;
        if (line.Next == _text.Length || _lines.Count == 0)
            return false;
        var next = _text[line.Next];
        // Many programs send the line before a signature without its blank, or with a carriage return.
        return next is ' ' or '+' or '-' && Line.At(_text, line.Next).Span.TrimEnd() is not "--";
    }
}
