namespace Hookwork.Mail.Reviews;

/// <summary>Reads the remarks of a reply, from its first line to its last.</summary>
internal sealed class ReviewReader
{
    private const int LongestSalutation = 48;

    private readonly ReplyLines _lines;
    private readonly Place?[] _places;
    private readonly List<Remark> _remarks = [];
    private Quotation _quotation;
    private Place _place;

    // How deep the line of the place was quoted.
    private int _level;

    private ReviewReader(ReplyLines lines, Place?[] places) => (_lines, _places) = (lines, places);

    /// <summary>Reads a reply.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="texts">What it may quote.</param>
    public static Review Read(string text, IReadOnlyList<QuotableText> texts)
    {
        var lines = new ReplyLines(text, line => texts.Any(known => IsIn(known, line)));
        var reader = new ReviewReader(lines, Quotations.Find(lines, texts));
        reader.ReadLines();
        return new Review(reader._remarks, lines.Trailers);
    }

    private static bool IsIn(QuotableText text, string line) =>
        line.Length > 4 && text.Find(line, line.Length, 0) is { } passage && passage.Length == line.Length;

    private void ReadLines()
    {
        var (remark, isTop) = (default((int First, int Last)?), true);
        for (var line = 0; line < _lines.Count; line++)
        {
            switch (_lines.KindOf(line))
            {
                case ReplyLineKind.Own:
                    remark = (remark?.First ?? line, line);
                    break;
                case ReplyLineKind.Quoted:
                    Finish();
                    _quotation.Add(_lines.LengthOf(line), _lines.LevelOf(line), _places[line]);
                    break;
            }
        }
        var only = remark is null && _remarks is [_];
        Finish();
        // The one remark is above the one quotation.
        if (only && isTop && _quotation.Hunk is { } place)
            _remarks[0] = _remarks[0] with { Place = place };

        void Finish()
        {
            if (remark is not var (first, last))
                return;
            isTop &= _quotation.IsEmpty;
            Settle();
            Add(TextOf(first, last));
            (remark, _quotation) = (null, default);
        }
    }

    // The place of a remark after the quotation.
    private void Settle()
    {
        if (_quotation.IsEmpty)
            return;
        if (_quotation.IsFound)
            (_place, _level) = (_quotation.Last!.Value, _quotation.LastLevel);
        // Less deep than the line before it, it is what somebody said to that line.
        else if (_quotation.Level >= _level)
            (_place, _level) = (Place.Mail, 0);
    }

    private void Add(string text)
    {
        if (_remarks is [{ Text: var salutation }] && IsSalutation(salutation))
            _remarks[0] = new Remark($"{salutation}\n\n{text}", _place);
        else
            _remarks.Add(new Remark(text, _place));
    }

    private static bool IsSalutation(string text) =>
        text.Length <= LongestSalutation
        && text[^1] is ',' or '!'
        && !text.Contains('\n', StringComparison.Ordinal)
        && text.Count(character => character == ' ') < 4;

    // Tags between the lines are apart; a blank line is kept.
    private string TextOf(int first, int last)
    {
        var lines = new List<string>(last - first + 1);
        for (var line = first; line <= last; line++)
        {
            if (_lines.KindOf(line) == ReplyLineKind.Own)
                lines.Add(_lines[line].ToString());
            else if (_lines[line].IsWhiteSpace() && lines[^1].Length > 0)
                lines.Add("");
        }
        return string.Join('\n', lines);
    }

    /// <summary>Quoted lines without an own line between them.</summary>
    private struct Quotation
    {
        private int _characters;
        private int _found;
        private Place? _first;
        private bool _isWhole;

        public int Level { get; private set; }

        public Place? Last { get; private set; }

        public int LastLevel { get; private set; }

        private bool EndsFound { get; set; }

        public readonly bool IsEmpty => Level == 0;

        // At the deepest level, where the mail itself is: at least half of it, or the end.
        public readonly bool IsFound => Last is not null && (EndsFound || 2 * _found >= _characters);

        // The last line, if all are of one hunk.
        public readonly Place? Hunk =>
            _isWhole
            && _first is { Kind: PlaceKind.Diff } first
            && Last is { Kind: PlaceKind.Diff, Line: >= 0 } last
            && first.File == last.File
            && (first.Hunk == last.Hunk || first.Hunk < 0 && last.Hunk == 0)
                ? last
                : null;

        public void Add(int characters, int level, Place? place)
        {
            if (IsEmpty)
                _isWhole = true;
            if (level > Level)
                (Level, _characters, _found) = (level, 0, 0);
            if (characters == 0)
                return;
            _isWhole &= place is not null;
            _first ??= place;
            if (level == Level)
            {
                _characters += characters;
                _found += place is null ? 0 : characters;
                EndsFound = place is not null;
            }
            if (place is not null)
                (Last, LastLevel) = (place, level);
        }
    }
}
