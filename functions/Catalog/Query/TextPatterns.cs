namespace Hookwork.Catalog.Query;

/// <summary>
/// All phrases of a query, looked for in one walk over a text: shift-and over a bit for each term, of which a query has at most
/// <see cref="SearchQuery.MaxTerms"/>.
/// </summary>
internal sealed class TextPatterns
{
    private readonly Dictionary<string, UInt128> _exact = [];
    private readonly List<(string Start, UInt128 Bits)> _prefixes = [];
    private readonly Dictionary<TextNode, UInt128> _lastBits = [];
    private readonly (TextColumns Column, UInt128 LastBits)[] _columns;
    private UInt128 _firstBits;
    private UInt128 _allLastBits;

    public TextPatterns(QueryNode root)
    {
        var bit = UInt128.One;
        Collect(root, ref bit);
        _columns = [.. QueryFields.Columns.Select(column => (column.Column, LastBitsIn(column.Column))).Where(column => column.Item2 != 0)];
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

    /// <summary>Whether a phrase is among the found ones.</summary>
    public bool Contains(UInt128 found, TextNode phrase) => (found & _lastBits[phrase]) != 0;

    private UInt128 FindIn(string text, UInt128 lastBits)
    {
        var exact = _exact.GetAlternateLookup<ReadOnlySpan<char>>();
        var (found, state) = (UInt128.Zero, UInt128.Zero);
        var reader = Tokens.Read(text);
        while (reader.MoveNext())
        {
            exact.TryGetValue(reader.Current, out var bits);
            foreach (var (start, prefixBits) in _prefixes)
            {
                if (reader.Current.StartsWith(start, StringComparison.Ordinal))
                    bits |= prefixBits;
            }
            state = (state << 1 | _firstBits) & bits;
            found |= state & lastBits;
        }
        return found;
    }

    private void Collect(QueryNode node, ref UInt128 bit)
    {
        switch (node)
        {
            case GroupNode group:
                foreach (var part in group.Parts)
                    Collect(part, ref bit);
                break;
            case NotNode not:
                Collect(not.Part, ref bit);
                break;
            case TextNode text when !_lastBits.ContainsKey(text):
                Add(text, ref bit);
                break;
        }
    }

    private void Add(TextNode text, ref UInt128 bit)
    {
        _firstBits |= bit;
        for (var index = 0; index < text.Terms.Length; index++)
        {
            var term = text.Terms[index];
            var isLast = index == text.Terms.Length - 1;
            if (isLast && text.IsPrefix)
                _prefixes.Add((term, bit));
            else
                _exact[term] = _exact.GetValueOrDefault(term) | bit;
            if (isLast)
            {
                _lastBits[text] = bit;
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
