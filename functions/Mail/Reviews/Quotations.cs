namespace Hookwork.Mail.Reviews;

/// <summary>Finds where the quoted lines of a reply come from.</summary>
/// <remarks>
/// The reply is read once from its start. At each quoted line, the longest part of the text that continues like the
/// next lines of the reply is searched, and its lines are placed. Remarks in between are ignored. So a line that occurs
/// several times in a diff is placed by the lines around it, else in the order of the reply.
/// </remarks>
internal sealed class Quotations
{
    // A line of fewer characters, such as "+}", is distinctive only if it is the only one or the next one.
    private const int Shortest = 4;

    private const int Near = 64;

    // The most lines of the reply that are compared at once: after the rest of a wrapped line, the next ones are
    // compared anew.
    private const int MostCompared = 100;

    private readonly ReplyLines _lines;
    private readonly IReadOnlyList<QuotableText> _texts;
    private readonly int[] _after;
    private readonly Place?[] _places;

    private Quotations(ReplyLines lines, IReadOnlyList<QuotableText> texts)
    {
        (_lines, _texts) = (lines, texts);
        _after = new int[texts.Count];
        _places = new Place?[lines.Count];
    }

    /// <summary>The place of each line; null for one that is not quoted, or not found.</summary>
    public static Place?[] Find(ReplyLines lines, IReadOnlyList<QuotableText> texts)
    {
        var quotations = new Quotations(lines, texts);
        for (var line = 0; line < lines.Count; )
            line = lines.LengthOf(line) == 0 ? line + 1 : quotations.PlaceFrom(line);
        return quotations._places;
    }

    // Places a line and those after it; returns the next line to look for.
    private int PlaceFrom(int line)
    {
        var end = _lines.StartOf(Math.Min(line + MostCompared, _lines.Count));
        var quotation = _lines.Text.AsSpan(_lines.StartOf(line)..end);
        var (from, best) = (-1, default(Passage));
        for (var index = 0; index < _texts.Count; index++)
        {
            if (
                _texts[index].Find(quotation, _lines.LengthOf(line), _after[index]) is { } found
                && found.Length > best.Length
            )
                (from, best) = (index, found);
        }
        return from >= 0 ? Place(line, from, best) : line + 1;
    }

    private int Place(int first, int from, Passage passage)
    {
        var text = _texts[from];
        var start = _lines.StartOf(first);
        // The line after the last one that the passage covers.
        var end = first;
        while (end < _lines.Count && IsCovered(end))
            end++;
        var (covered, position) = (_lines.StartOf(end) - start, passage.Start + _lines.StartOf(end) - start);
        var part = passage.Length - covered;
        var hasPart = end < _lines.Count && part >= QuotableText.Distinctive && 2 * part >= _lines.LengthOf(end);
        if (!hasPart && !IsDistinctive(passage, covered, position, from))
            return first + 1;

        for (var line = first; line < end; line++)
        {
            if (_lines.LengthOf(line) == 0)
                continue;
            var next = _lines.StartOf(line + 1) - start + passage.Start;
            _places[line] = text.PlaceAt(next - 1);
            if (JoinRest(line, text.RestAt(next)) is var rest && rest > line)
            {
                _after[from] = text.NextLine(next);
                return rest + 1;
            }
        }
        _after[from] = position;
        // A line that begins like the next one may be another line.
        if (!hasPart || end > first)
            return Math.Max(end, first + 1);
        _places[end] = text.PlaceAt(position + part - 1);
        _after[from] = text.NextLine(position + part - 1);
        return end + 1;

        // Any added line begins like "+", so that is another one, unless more of the line follows.
        bool IsCovered(int line)
        {
            var length = _lines.StartOf(line + 1) - start;
            return length <= passage.Length
                && (
                    line == first
                    || _lines.LengthOf(line) is 0 or >= Shortest
                    || text.IsBoundary(passage.Start + length)
                    || passage.Length - length >= QuotableText.Distinctive
                );
        }
    }

    private bool IsDistinctive(Passage passage, int covered, int position, int from) =>
        covered > 0
        && (covered >= QuotableText.Distinctive || _texts[from].IsBoundary(position))
        && (covered >= Shortest || passage.IsSole || (uint)(passage.Start - _after[from]) < Near && _after[from] > 0);

    // A mail program that wraps a quoted line leaves the rest of it without a mark. Returns the last line of the rest.
    private int JoinRest(int line, ReadOnlySpan<char> rest)
    {
        const int Most = 4;
        var last = line;
        while (
            !rest.IsEmpty
            && last + 1 < _lines.Count
            && last < line + Most
            && _lines.KindOf(last + 1) == ReplyLineKind.Own
            && PlainLines.Of(_lines[last + 1]) is { Length: > 0 } more
            && rest.StartsWith(more)
        )
        {
            rest = rest[more.Length..];
            last++;
        }
        if (!rest.IsEmpty)
            return line;
        for (var joined = line + 1; joined <= last; joined++)
            _lines.JoinToQuoted(joined);
        return last;
    }
}
