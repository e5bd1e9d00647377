using System.Buffers;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>
/// Finds all phrases of a query in one pass over a text: shift-and with one bit per term, of which a query has at most
/// <see cref="SearchQuery.MaxTerms"/>.
/// </summary>
internal sealed class TextPatterns
{
    /// <summary>The most phrases that are looked for before a text is read.</summary>
    private const int MostLookedFor = 8;

    private readonly Dictionary<string, UInt128> _exact = [];
    private readonly List<(string Start, UInt128 Bits)> _prefixes = [];
    private readonly List<(string Stem, UInt128 Bits)> _stems = [];
    private readonly Dictionary<TextNode, UInt128> _lastBits = [];

    /// <summary>
    /// Finds the beginning of each phrase, in any case. Without a culture, .NET compares a string letter by letter.
    /// </summary>
    private readonly Dictionary<TextNode, SearchValues<string>> _beginnings = [];
    private readonly (TextColumns Column, UInt128 LastBits)[] _columns;
    private readonly int[] _lengths = new int[SearchQuery.MaxTerms];
    private UInt128 _wantedBits;
    private UInt128 _firstBits;
    private UInt128 _allLastBits;

    public TextPatterns(QueryNode root)
    {
        var bit = UInt128.One;
        Collect(root, isWanted: true, ref bit);
        _columns =
        [
            .. QueryFields
                .Columns.Select(column => (column.Column, LastBitsIn(column.Column)))
                .Where(column => column.Item2 != 0),
        ];
    }

    /// <summary>The phrases that a document contains, as bits for <see cref="Contains"/>.</summary>
    public UInt128 FindIn(SearchDocument document)
    {
        var found = UInt128.Zero;
        foreach (var (column, lastBits) in _columns)
        {
            foreach (var entry in document.Entries(column))
                found |= FindIn(entry, lastBits);
            if (found == _allLastBits)
                break;
        }
        return found;
    }

    /// <summary>Whether a phrase is among those found.</summary>
    public bool Contains(UInt128 found, TextNode phrase) => (found & _lastBits[phrase]) != 0;

    /// <summary>
    /// The matches of the query's phrases in a text of a column: ranges of UTF-16 units, ordered, not overlapping.
    /// </summary>
    /// <param name="reach">How far after the first match to look for others.</param>
    public List<Range> MarksIn(TextColumns column, ReadOnlySpan<char> text, int reach)
    {
        var lastBits = LastBitsIn(column) & _wantedBits;
        var from = lastBits == 0 ? -1 : FirstPlace(lastBits, text);
        if (from < 0)
            return [];
        List<Range> marks = [];
        List<int> starts = [];
        var state = UInt128.Zero;
        var reader = Tokens.Read(text[from..]);
        while (reader.MoveNext() && (marks.Count == 0 || from + reader.Start - marks[0].Start.Value < reach))
        {
            starts.Add(from + reader.Start);
            state = Next(state, reader.Current);
            var longest = 0;
            for (var hits = state & lastBits; hits != 0; hits &= hits - 1)
                longest = Math.Max(longest, _lengths[(int)UInt128.TrailingZeroCount(hits)]);
            if (longest == 0)
                continue;

            var start = starts[^longest];
            while (marks is [.., var last] && last.End.Value > start)
            {
                start = Math.Min(start, last.Start.Value);
                marks.RemoveAt(marks.Count - 1);
            }
            marks.Add(start..(from + reader.End));
        }
        return marks;
    }

    /// <summary>
    /// A position before which no phrase of the query begins, whatever the column; negative if none begins in the text.
    /// </summary>
    public int FirstPlaceIn(ReadOnlySpan<char> text) => _wantedBits == 0 ? -1 : FirstPlace(_wantedBits, text);

    /// <summary>
    /// A position before which none of the phrases begins; negative if none begins in the text. It is found in ASCII
    /// text only, where folding changes nothing but case. Other texts, and texts for many phrases, must be read
    /// completely, since each phrase is searched for on its own.
    /// </summary>
    private int FirstPlace(UInt128 lastBits, ReadOnlySpan<char> text)
    {
        if (UInt128.PopCount(lastBits) > MostLookedFor || !System.Text.Ascii.IsValid(text))
            return 0;
        var first = -1;
        foreach (var (phrase, last) in _lastBits)
        {
            if (
                (last & lastBits) != 0
                && FirstPlace(phrase, text, first < 0 ? text.Length : first) is >= 0 and var place
            )
                first = place;
        }
        return first;
    }

    /// <summary>
    /// A position in ASCII text before which a phrase does not begin; negative if it is not in the text.
    /// </summary>
    /// <param name="end">Where to stop looking for its beginning.</param>
    private int FirstPlace(TextNode phrase, ReadOnlySpan<char> text, int end)
    {
        var (stem, beginning) = (StemOf(phrase), _beginnings[phrase]);
        var last = UInt128.One << (phrase.Terms.Length - 1);
        var from = 0;
        while (NextTerm(text, beginning, from) is >= 0 and var place && place < end)
        {
            var state = UInt128.Zero;
            var reader = Tokens.Read(text[place..]);
            do
            {
                if (!reader.MoveNext())
                    return -1;
                state = (state << 1 | UInt128.One) & BitsOf(phrase, stem, reader.Current);
                if ((state & last) != 0)
                    return place;
            } while (state != 0);
            from = place + reader.End;
        }
        return -1;
    }

    /// <summary>Where a term may be in a phrase, one bit for each of its terms.</summary>
    private static UInt128 BitsOf(TextNode phrase, string? stem, ReadOnlySpan<char> term)
    {
        if (stem is not null)
            return term[0] == stem[0] && Stems.Of(term) == stem ? UInt128.One : UInt128.Zero;
        var bits = UInt128.Zero;
        for (var index = 0; index < phrase.Terms.Length; index++)
        {
            var isPrefix = phrase.IsPrefix && index == phrase.Terms.Length - 1;
            var wanted = phrase.Terms[index].AsSpan();
            if (isPrefix ? term.StartsWith(wanted) : term.SequenceEqual(wanted))
                bits |= UInt128.One << index;
        }
        return bits;
    }

    /// <summary>The start of the next term with this beginning in ASCII text; negative if there is none.</summary>
    private static int NextTerm(ReadOnlySpan<char> text, SearchValues<string> beginning, int from)
    {
        while (text[from..].IndexOfAny(beginning) is >= 0 and var next)
        {
            var place = from + next;
            if (place == 0 || !char.IsAsciiLetterOrDigit(text[place - 1]))
                return place;
            from = place + 1;
        }
        return -1;
    }

    private UInt128 FindIn(string text, UInt128 lastBits)
    {
        var (found, state) = (UInt128.Zero, UInt128.Zero);
        var reader = Tokens.Read(text);
        while (reader.MoveNext())
        {
            state = Next(state, reader.Current);
            found |= state & lastBits;
        }
        return found;
    }

    private UInt128 Next(UInt128 state, ReadOnlySpan<char> term)
    {
        _exact.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(term, out var bits);
        foreach (var (start, prefixBits) in _prefixes)
        {
            if (term.StartsWith(start, StringComparison.Ordinal))
                bits |= prefixBits;
        }
        foreach (var (stem, stemBits) in _stems)
        {
            // A word begins as its stem does.
            if (term[0] == stem[0] && Stems.Of(term) == stem)
                bits |= stemBits;
        }
        return (state << 1 | _firstBits) & bits;
    }

    private void Collect(QueryNode node, bool isWanted, ref UInt128 bit)
    {
        switch (node)
        {
            case GroupNode group:
                foreach (var part in group.Parts)
                    Collect(part, isWanted, ref bit);
                break;
            case NotNode not:
                Collect(not.Part, !isWanted, ref bit);
                break;
            case XorNode xor:
                Collect(xor.Left, isWanted, ref bit);
                Collect(xor.Right, isWanted, ref bit);
                break;
            case NearNode near when isWanted:
                // For highlighting only: positions decide whether it matches.
                foreach (var term in near.Terms)
                    Collect(new TextNode(near.Field, [term], IsPrefix: false), isWanted, ref bit);
                break;
            case TextNode text:
                if (!_lastBits.ContainsKey(text))
                    Add(text, ref bit);
                if (isWanted)
                    _wantedBits |= _lastBits[text];
                break;
        }
    }

    private static string? StemOf(TextNode phrase) => phrase.IsStemmed ? Stems.Of(phrase.Terms[0]) : null;

    private void Add(TextNode text, ref UInt128 bit)
    {
        var beginning = StemOf(text) is { } first ? Stems.BeginningOf(first) : text.Terms[0];
        _beginnings[text] = SearchValues.Create([beginning], StringComparison.OrdinalIgnoreCase);
        _firstBits |= bit;
        for (var index = 0; index < text.Terms.Length; index++)
        {
            var term = text.Terms[index];
            var isLast = index == text.Terms.Length - 1;
            if (isLast && text.IsPrefix)
                _prefixes.Add((term, bit));
            else if (text.IsStemmed && Stems.Of(term) is { } stem)
                _stems.Add((stem, bit));
            else
                _exact[term] = _exact.GetValueOrDefault(term) | bit;
            if (isLast)
            {
                _lastBits[text] = bit;
                _lengths[(int)UInt128.Log2(bit)] = text.Terms.Length;
                _allLastBits |= bit;
            }
            bit <<= 1;
        }
    }

    private UInt128 LastBitsIn(TextColumns column)
    {
        var bits = UInt128.Zero;
        foreach (var (text, last) in _lastBits)
        {
            if ((text.Columns & column) != TextColumns.None)
                bits |= last;
        }
        return bits;
    }
}
