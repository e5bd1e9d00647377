namespace Hookwork.Mail.Reviews;

/// <summary>The lines of a reply, each with its kind.</summary>
internal sealed class ReplyLines
{
    private readonly List<Line> _lines;
    private readonly ReplyLineKind[] _kinds;
    private readonly int[] _levels;
    private readonly PlainLines _quoted = new();

    /// <summary>Reads a reply.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="isKnown">Whether something that can be quoted has this line.</param>
    public ReplyLines(string text, Func<string, bool> isKnown)
    {
        _lines = Line.AllOf(text);
        _kinds = new ReplyLineKind[_lines.Count];
        _levels = new int[_lines.Count];
        var trailers = Mail.Trailers.Find(text, isReply: true);
        Trailers = [.. trailers.Select(found => found.Trailer)];
        SetKinds();
        // Others, such as "Fixes", are often what a reviewer asks for.
        foreach (var (_, first, last) in trailers.Where(found => ReviewTag.IsIn(found.Trailer)))
            _kinds.AsSpan(first, last - first + 1).Fill(ReplyLineKind.Tag);
        FindUnusualMarks(isKnown);
        for (var index = 0; index < _lines.Count; index++)
            _quoted.Add(_kinds[index] == ReplyLineKind.Quoted ? Unquoted(index, out _levels[index]) : default);
        Text = _quoted.Text;
    }

    /// <summary>The number of lines.</summary>
    public int Count => _lines.Count;

    public IReadOnlyList<Trailer> Trailers { get; }

    /// <summary>The quoted lines, one after the other, as <see cref="PlainLines"/> has them.</summary>
    public string Text { get; }

    public ReplyLineKind KindOf(int line) => _kinds[line];

    /// <summary>How many mails quote a line.</summary>
    public int LevelOf(int line) => _levels[line];

    /// <summary>A line as it is in the reply.</summary>
    public ReadOnlySpan<char> this[int line] => _lines[line].Span;

    /// <summary>Where a line starts in <see cref="Text"/>. One that is not quoted has no characters there.</summary>
    public int StartOf(int line) => line < Count ? _quoted.Starts[line] : _quoted.Length;

    /// <summary>The number of characters of a line in <see cref="Text"/>.</summary>
    public int LengthOf(int line) => StartOf(line + 1) - StartOf(line);

    /// <summary>Says that a line is the rest of the quoted line before it.</summary>
    public void JoinToQuoted(int line) => _kinds[line] = ReplyLineKind.Other;

    private void SetKinds()
    {
        var quoted = Quotes.Mark(_lines);
        var original = Quotes.OriginalMessageAt(_lines);
        var isSigned = false;
        for (var index = 0; index < _lines.Count; index++)
        {
            var line = _lines[index];
            isSigned |= line.Span is "-- " && index < original;
            _kinds[index] =
                line.IsBlank || (isSigned && index < original) ? ReplyLineKind.Other
                : line.IsQuoted || index > original ? ReplyLineKind.Quoted
                : quoted[index] || QuoteMark.IsOmission(line.Span) ? ReplyLineKind.Other
                : ReplyLineKind.Own;
        }
    }

    // Lines with such a mark may also be a table or a list. They are quoted if one of the first can be.
    private void FindUnusualMarks(Func<string, bool> isKnown)
    {
        const int Tried = 8;
        for (var first = 0; first < Count; first++)
        {
            if (!IsUnusual(first))
                continue;
            var last = first;
            while (last + 1 < Count && IsUnusual(last + 1) && this[last + 1][0] == this[first][0])
                last++;
            for (var tried = first; tried <= last && tried < first + Tried; tried++)
            {
                if (!isKnown(PlainLines.Of(QuoteMark.Strip(this[tried][1..], out _))))
                    continue;
                _kinds.AsSpan(first, last - first + 1).Fill(ReplyLineKind.Quoted);
                SkipAttribution(first - 1);
                break;
            }
            first = last;
        }
    }

    private void SkipAttribution(int line)
    {
        if (line > 0 && _lines[line].IsBlank)
            line--;
        if (line >= 0 && _kinds[line] == ReplyLineKind.Own && Quotes.EndsWithVerb(this[line].TrimEnd()))
            _kinds[line] = ReplyLineKind.Other;
    }

    private bool IsUnusual(int line) => _kinds[line] == ReplyLineKind.Own && QuoteMark.IsUnusual(this[line]);

    private ReadOnlySpan<char> Unquoted(int index, out int level)
    {
        var isUnusual = QuoteMark.IsUnusual(this[index]);
        var line = QuoteMark.Strip(isUnusual ? this[index][1..] : this[index], out level);
        if (isUnusual || level == 0)
            level++;
        return QuoteMark.IsOmission(line) ? default : line;
    }
}
