namespace Hookwork.Mail.Reviews;

/// <summary>A text whose lines a reply may quote, made for finding quotations in it.</summary>
/// <remarks>
/// Each line is known by its first 64 and 16 characters, those of the next lines included, and by all of its own. A
/// quotation is looked up by the longest of these, and at most 33 places are compared for each. So finding takes time
/// proportional to the quotation, whatever the text repeats; making takes n log n for n lines and words.
/// </remarks>
internal sealed class QuotableText
{
    /// <summary>The number of characters after which a part of a line is known.</summary>
    public const int Distinctive = 16;

    private const int Long = 64;
    private const int MostOnEachSide = 16;

    private readonly string _text;
    private readonly int[] _starts;
    private readonly Place[] _places;

    // A hash in the upper half, a position in the lower one; sorted.
    private readonly ulong[] _keys;

    public QuotableText(PlainLines lines, IReadOnlyList<Place> places)
    {
        _text = lines.Text;
        _starts = [.. lines.Starts, _text.Length];
        _places = [.. places];
        var keys = new List<ulong>(3 * _places.Length);
        for (var line = 0; line < _places.Length; line++)
        {
            var (start, end) = (_starts[line], _starts[line + 1]);
            if (start == end)
                continue;
            AddKey(keys, start, Long);
            AddKey(keys, start, Distinctive);
            if (end - start is not (Long or Distinctive))
                AddKey(keys, start, end - start);
        }
        foreach (var word in lines.Words)
            AddKey(keys, word, Distinctive);
        keys.Sort();
        _keys = [.. keys];
    }

    /// <summary>The place of the line that a character is in.</summary>
    public Place PlaceAt(int position) => _places[LineAt(position)];

    /// <summary>Whether a position is between two lines.</summary>
    public bool IsBoundary(int position) => Array.BinarySearch(_starts, position) >= 0;

    /// <summary>The rest of the line from a position on; empty between two lines.</summary>
    public ReadOnlySpan<char> RestAt(int position) =>
        IsBoundary(position) ? default : _text.AsSpan(position.._starts[LineAt(position) + 1]);

    /// <summary>Where the line after the one of a character starts.</summary>
    public int NextLine(int position) => position >= _text.Length ? _text.Length : _starts[LineAt(position) + 1];

    /// <summary>The longest part that is the same as the start of a quotation; null if no line starts so.</summary>
    /// <param name="quotation">The quotation to its end, as <see cref="PlainLines"/> has it.</param>
    /// <param name="firstLine">The length of its first line.</param>
    /// <param name="after">The position where a mail that quotes in order goes on. Of several longest parts, the first
    /// one from there on counts.</param>
    public Passage? Find(ReadOnlySpan<char> quotation, int firstLine, int after)
    {
        Passage? best = null;
        Compare(quotation, after, ref best);
        ReadOnlySpan<int> lengths =
        [
            Math.Max(firstLine, Long),
            Math.Clamp(firstLine, Distinctive, Long),
            Math.Min(firstLine, Distinctive),
        ];
        foreach (var length in lengths)
        {
            if (length > quotation.Length)
                continue;
            var hash = (ulong)(uint)string.GetHashCode(quotation[..length], StringComparison.Ordinal) << 32;
            var found = 0;
            for (
                var key = IndexOf(hash | (uint)after);
                key < _keys.Length && _keys[key] >> 32 == hash >> 32 && found < MostOnEachSide;
                key++, found++
            )
                Compare(quotation, (int)(uint)_keys[key], ref best);
            var before = 0;
            for (
                var key = IndexOf(hash);
                key < _keys.Length && _keys[key] < (hash | (uint)after) && before < MostOnEachSide;
                key++, before++
            )
                Compare(quotation, (int)(uint)_keys[key], ref best);
            if (best is { } passage && passage.Length >= length)
                return passage with { IsSole = found + before <= 1 };
        }
        return best;
    }

    private void Compare(ReadOnlySpan<char> quotation, int start, ref Passage? best)
    {
        var length = quotation.CommonPrefixLength(_text.AsSpan(start));
        if (
            length > (best?.Length ?? 0)
            || (
                best is { } other
                && length == other.Length
                && !IsBoundary(other.Start + length)
                && IsBoundary(start + length)
            )
        )
            best = new Passage(start, length, IsSole: false);
    }

    private void AddKey(List<ulong> keys, int start, int length)
    {
        if (start + length <= _text.Length)
            keys.Add(
                (ulong)(uint)string.GetHashCode(_text.AsSpan(start, length), StringComparison.Ordinal) << 32
                    | (uint)start
            );
    }

    private int IndexOf(ulong key)
    {
        var index = Array.BinarySearch(_keys, key);
        return index < 0 ? ~index : index;
    }

    // Blank lines have no characters, so the last of the lines with this start is the one.
    private int LineAt(int position)
    {
        int low = 0,
            high = _places.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_starts[middle] <= position)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}
