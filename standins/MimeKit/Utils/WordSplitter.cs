using System.Text;

namespace MimeKit.Utils;

/// <summary>
/// Cuts text at its white space, and at the line length, into words that can each be written as one piece. In a phrase, what stands
/// in quotes or parentheses stays together.
/// </summary>
internal sealed class WordSplitter(FormatOptions options, Encoding charset, bool isPhrase, Func<HeaderWord, bool> isTooLong)
{
    /// <summary>How much room the markers of an encoded word in us-ascii take.</summary>
    private const int AsciiMarkerLength = 15;

    private readonly List<HeaderWord> _words = [];
    private HeaderWord _word = new();
    private bool _isQuoted;
    private bool _isEscaped;
    private int _commentDepth;

    /// <summary>How many words there were before the quotes or parentheses.</summary>
    private int _wordsBeforeGroup;

    private bool IsInGroup => _isQuoted || _commentDepth > 0;

    public List<HeaderWord> Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is ' ' or '\t' && !IsInGroup)
            {
                EndWord(++i);
                continue;
            }

            var shorter = _word.Clone();
            var length = Add(text, i);
            if (isTooLong(_word))
            {
                i = Cut(shorter, i);
                continue;
            }

            var c = text[i];
            i += length;
            if (isPhrase && EndsGroup(c))
                EndWord(i);
        }

        EndWord(text.Length);
        return _words;
    }

    /// <summary>Keeps track of quotes and parentheses.</summary>
    /// <returns>Whether some end after this character.</returns>
    private bool EndsGroup(char c)
    {
        if (_isEscaped || c == '\\')
        {
            _isEscaped = !_isEscaped && c == '\\';
            return false;
        }

        if (c == '"')
        {
            StartGroup();
            _isQuoted = !_isQuoted;
            return !_isQuoted;
        }

        if (_isQuoted || c is not ('(' or ')'))
            return false;

        if (c == '(')
        {
            StartGroup();
            _commentDepth++;
            return false;
        }

        return _commentDepth > 0 && --_commentDepth == 0;
    }

    private void StartGroup()
    {
        if (!IsInGroup)
            _wordsBeforeGroup = _words.Count;
    }

    private void EndWord(int nextStart)
    {
        if (_word.Octets > 0)
        {
            _words.Add(_word);
            _word = new HeaderWord();
        }

        _word.Start = nextStart;
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
        _word.Charset = Max(_word.Charset, needed);
        _word.UnsafeOctets += octets;

        // Quotes that start in one form cannot end in another.
        for (var i = _wordsBeforeGroup; IsInGroup && i < _words.Count; i++)
        {
            _words[i].Kind = WordKind.Encoded;
            _words[i].Charset = Max(_words[i].Charset, needed);
        }

        // The next time there is nothing left to do.
        if (IsInGroup)
            _wordsBeforeGroup = _words.Count;
    }

    private static WordCharset Max(WordCharset left, WordCharset right) => left > right ? left : right;

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
