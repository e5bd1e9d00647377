using System.Text;

namespace MimeKit.Utils;

/// <summary>Writes text into a header: atoms as they are, the rest quoted or as encoded words (RFC 2047).</summary>
internal sealed class WordEncoder(FormatOptions options, Encoding charset, bool isPhrase)
{
    /// <summary>What <c>=?</c>, <c>?q?</c> and <c>?=</c> take.</summary>
    private const int MarkerLength = 7;

    public string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        HeaderWord? previous = null;
        foreach (var word in Merge(new WordSplitter(options, charset, isPhrase, IsTooLong).Split(text)))
        {
            var areBothEncoded = previous?.Kind == WordKind.Encoded && word.Kind == WordKind.Encoded;
            if (previous is not null && !areBothEncoded)
                encoded.Append(text.AsSpan(previous.End..word.Start));

            switch (word.Kind)
            {
                case WordKind.Atom:
                    encoded.Append(text.AsSpan(word.Start, word.Length));
                    break;
                case WordKind.Quoted:
                    Quoting.AppendQuoted(encoded, text.AsSpan(word.Start, word.Length));
                    break;
                default:
                    // The white space between encoded words is dropped by readers, so what is to stay goes into the second one.
                    if (areBothEncoded)
                        encoded.Append(isPhrase ? '\t' : ' ');

                    AppendEncoded(encoded, text.AsSpan((areBothEncoded ? previous!.End : word.Start)..word.End), CharsetOf(word.Charset));
                    break;
            }

            previous = word;
        }

        return encoded.ToString();
    }

    private static int EstimateLength(string charsetName, int octets, int unsafeOctets)
    {
        var payload = unsafeOctets < octets * 0.17 ? octets + 2 * unsafeOctets : (octets + 2) / 3 * 4;
        return charsetName.Length + MarkerLength + payload;
    }

    private Encoding CharsetOf(WordCharset wordCharset) => wordCharset switch
    {
        WordCharset.Ascii => Encoding.ASCII,
        WordCharset.Latin1 => Charsets.Latin1,
        _ => charset,
    };

    private int EstimateLength(HeaderWord word) => word.Kind switch
    {
        WordKind.Encoded => EstimateLength(Charsets.NameOf(CharsetOf(word.Charset)), word.Octets, word.UnsafeOctets),
        WordKind.Quoted => word.Octets + word.QuotedPairs + 2,
        _ => word.Octets,
    };

    private bool IsTooLong(HeaderWord word) => EstimateLength(word) + 1 >= options.MaxLineLength;

    private List<HeaderWord> Merge(List<HeaderWord> words)
    {
        var alike = MergeWhere(words, (word, next, _) =>
            word.Kind != WordKind.Atom && word.Kind == next.Kind && !IsTooLong(word.Join(next)));

        return MergeWhere(alike, (word, next, index) => ShouldMerge(alike, word, next, index));
    }

    private static List<HeaderWord> MergeWhere(List<HeaderWord> words, Func<HeaderWord, HeaderWord, int, bool> shouldMerge)
    {
        var merged = new List<HeaderWord>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            if (i > 0 && shouldMerge(merged[^1], words[i], i))
                merged[^1] = merged[^1].Join(words[i]);
            else
                merged.Add(words[i]);
        }

        return merged;
    }

    private bool ShouldMerge(List<HeaderWord> words, HeaderWord word, HeaderWord next, int index)
    {
        switch (word.Kind)
        {
            case WordKind.Atom:
                return next.Kind != WordKind.Encoded && word.Octets + next.Start - word.End + next.Octets + 1 < options.MaxLineLength;
            case WordKind.Quoted:
                return next.Kind != WordKind.Encoded;
        }

        // An atom is worth encoding only if the encoding goes on soon after it.
        if (next.Kind == WordKind.Quoted || (next.Kind == WordKind.Atom && !HasOtherThanAtoms(words, index + 1)))
            return false;

        return !IsTooLong(word.Join(next));
    }

    private static bool HasOtherThanAtoms(List<HeaderWord> words, int index)
    {
        for (var i = index; i < words.Count && i < index + 3; i++)
        {
            if (words[i].Kind != WordKind.Atom)
                return true;
        }

        return false;
    }

    private void AppendEncoded(StringBuilder target, ReadOnlySpan<char> text, Encoding encoding)
    {
        byte[] octets;
        try
        {
            octets = Octets(encoding, text);
        }
        catch (EncoderFallbackException)
        {
            encoding = Encoding.UTF8;
            octets = Octets(encoding, text);
        }

        var name = Charsets.NameOf(encoding);
        var unsafeOctets = octets.Count(octet => octet > 127);
        var isBase64 = unsafeOctets >= octets.Length * 0.17 || name == "iso-2022-jp";

        target.Append("=?").Append(name).Append(isBase64 ? "?b?" : "?q?");
        if (isBase64)
            target.Append(Convert.ToBase64String(octets));
        else
            AppendQ(target, octets);

        target.Append("?=");
    }

    private static byte[] Octets(Encoding encoding, ReadOnlySpan<char> text)
    {
        var octets = new byte[encoding.GetByteCount(text)];
        encoding.GetBytes(text, octets);
        return octets;
    }

    private void AppendQ(StringBuilder target, byte[] octets)
    {
        var safe = isPhrase ? ByteKind.QPhraseSafe : ByteKind.QTextSafe;
        foreach (var octet in octets)
        {
            if (octet == ' ')
                target.Append('_');
            else if (octet.Is(safe))
                target.Append((char)octet);
            else
                target.Append('=').Append(Convert.ToHexString([octet]));
        }
    }
}
