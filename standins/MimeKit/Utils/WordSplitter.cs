using System.Text;

namespace MimeKit.Utils;

/// <summary>Cuts text at its white space, and at the line length, into words that can each be written as one piece.</summary>
internal sealed class WordSplitter(FormatOptions options, Encoding charset, bool isPhrase, Func<HeaderWord, bool> isTooLong)
{
    /// <summary>How much room the markers of an encoded word in us-ascii take.</summary>
    private const int AsciiMarkerLength = 15;

    private readonly List<HeaderWord> _words = [];
    private HeaderWord _word = new();

    public List<HeaderWord> Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is ' ' or '\t')
            {
                EndWord();
                _word.Start = ++i;
                continue;
            }

            var shorter = _word.Clone();
            var length = Add(text, i);
            i += length;
            if (isTooLong(_word))
                i = Cut(shorter, i - length);
        }

        EndWord();
        return _words;
    }

    private void EndWord()
    {
        if (_word.Octets == 0)
            return;

        _words.Add(_word);
        _word = new HeaderWord();
    }

    /// <summary>Ends the word before the character that made it too long.</summary>
    private int Cut(HeaderWord word, int index)
    {
        if (word.Kind == WordKind.Atom)
        {
            // Only as encoded words can the pieces be put together again, and their markers need some of the room.
            word.Kind = WordKind.Encoded;
            word.Length -= AsciiMarkerLength;
            word.Octets -= AsciiMarkerLength;
            index -= AsciiMarkerLength;
        }

        _words.Add(word);
        _word = new HeaderWord { Kind = word.Kind, Start = index };
        return index;
    }

    /// <summary>Adds the character at the index, which may be a surrogate pair.</summary>
    private int Add(string text, int index)
    {
        var c = text[index];
        var length = 1;
        var octets = 1;
        if (c < 127)
        {
            if (c < ' ')
                Encode(WordCharset.Latin1);
            else if (isPhrase && !((byte)c).IsAtom() && _word.Kind == WordKind.Atom)
                _word.Kind = WordKind.Quoted;

            if (c is '"' or '\\')
                _word.QuotedPairs++;
        }
        else if (c < 256)
        {
            Encode(WordCharset.Latin1);
        }
        else
        {
            length = char.IsSurrogatePair(text, index) ? 2 : 1;
            octets = CountOctets(text.AsSpan(index, length));
            Encode(WordCharset.Requested, octets);
        }

        _word.Octets += octets;
        _word.Length += length;
        return length;
    }

    private void Encode(WordCharset needed, int octets = 1)
    {
        if (!options.AllowMixedHeaderCharsets)
            needed = WordCharset.Requested;

        _word.Kind = WordKind.Encoded;
        _word.Charset = (WordCharset)Math.Max((int)_word.Charset, (int)needed);
        _word.UnsafeOctets += octets;
    }

    private int CountOctets(ReadOnlySpan<char> character)
    {
        try
        {
            return charset.GetByteCount(character);
        }
        catch (EncoderFallbackException)
        {
            return 3;
        }
    }
}
