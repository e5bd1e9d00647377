using System.Text;

namespace MimeKit.Utils;

/// <summary>Splits header text into encoded words (RFC 2047) and what is between them.</summary>
internal ref struct EncodedTextReader(ReadOnlySpan<byte> text, bool isPhrase, bool isLoose)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly List<EncodedToken> _tokens = [];
    private int _position = 0;
    private bool _isAfterEncodedWord = false;

    /// <summary>From here on no encoded word ends; known once a search for an end came to nothing, so that no second one is made.</summary>
    private int _noEndFrom = int.MaxValue;

    public List<EncodedToken> ReadAll()
    {
        while (_position < _text.Length)
        {
            var start = _position;
            while (_position < _text.Length && _text[_position].IsWhiteSpace())
                _position++;

            var space = new EncodedToken(start, _position - start);
            if (_position == _text.Length)
                AddPlain(space);
            else if (!isPhrase || _text[_position].IsAsciiAtom())
                ReadWord(space);
            else
                ReadOther(space);
        }

        return _tokens;
    }

    /// <summary>Something between the atoms of a phrase: quotes, specials, 8-bit characters.</summary>
    private void ReadOther(EncodedToken space)
    {
        var start = _position;
        while (_position < _text.Length && !_text[_position].IsWhiteSpace() && !_text[_position].IsAsciiAtom())
            _position++;

        AddPlain(space);
        AddPlain(new EncodedToken(start, _position - start));
    }

    private void ReadWord(EncodedToken space)
    {
        var start = _position;
        if (!isLoose)
            SkipStrictWord();
        else if (!TrySkipEncodedWord())
            SkipLooseWord();

        if (!TryGetEncodedWord(start, out var word))
        {
            AddPlain(space);
            AddPlain(new EncodedToken(start, _position - start));
            return;
        }

        // White space between two encoded words only separates them (RFC 2047, section 6.2).
        if (!_isAfterEncodedWord)
            AddPlain(space);

        _tokens.Add(word);
        _isAfterEncodedWord = true;
    }

    private void AddPlain(EncodedToken token)
    {
        _isAfterEncodedWord = false;
        if (token.Length > 0)
            _tokens.Add(token);
    }

    private void SkipStrictWord()
    {
        while (_position < _text.Length && (isPhrase ? _text[_position].IsAsciiAtom() : !_text[_position].IsWhiteSpace()))
            _position++;
    }

    /// <summary>A word up to its end or to what may be an encoded word glued to it.</summary>
    private void SkipLooseWord()
    {
        while (_position < _text.Length && (isPhrase ? _text[_position].IsAtom() : !_text[_position].IsWhiteSpace()))
        {
            if (IsAtMarker())
                break;

            _position++;
        }
    }

    private readonly bool IsAtMarker() =>
        _position + 2 < _text.Length && _text[_position] == '=' && _text[_position + 1] == '?';

    /// <summary>
    /// Everything from <c>=?charset?x?</c> to the next <c>?=</c>, white space that does not belong there included. On failure the
    /// position is where the plain word goes on.
    /// </summary>
    private bool TrySkipEncodedWord()
    {
        if (!IsAtMarker())
            return false;

        var afterMarker = _position + 2;
        var charsetLength = _text[afterMarker..].IndexOf((byte)'?');
        _position = charsetLength == -1 ? _text.Length : afterMarker + charsetLength;
        if (_position + 3 >= _text.Length || _text[_position + 1] is not ((byte)'B' or (byte)'b' or (byte)'Q' or (byte)'q') ||
            _text[_position + 2] != '?')
            return false;

        var payload = _position + 3;
        var length = payload >= _noEndFrom ? -1 : _text[payload..].IndexOf("?="u8);
        if (length == -1)
        {
            _noEndFrom = Math.Min(_noEndFrom, payload);
            _position = afterMarker;
            return false;
        }

        _position = payload + length + 2;
        return true;
    }

    /// <summary>The word from the start to the position, if it has the form of an encoded word.</summary>
    private readonly bool TryGetEncodedWord(int start, out EncodedToken token)
    {
        token = default;
        var word = _text[start.._position];
        if (word.Length < 7 || !word.StartsWith("=?"u8) || !word.EndsWith("?="u8))
            return false;

        word = word[2..^2];
        var charsetEnd = word.IndexOf((byte)'?');
        if (charsetEnd < 1)
            return false;

        // RFC 2231, section 5: a language may follow the charset.
        var charset = word[..charsetEnd];
        var language = charset.IndexOf((byte)'*');
        if (language == 0 || !IsAtom(charset))
            return false;

        var rest = word[(charsetEnd + 1)..];
        if (rest.Length < 2 || rest[1] != '?' || !TryGetEncoding(rest[0], out var encoding))
            return false;

        var name = Encoding.ASCII.GetString(language == -1 ? charset : charset[..language]);
        token = new EncodedToken(start + 2 + charsetEnd + 3, rest.Length - 2, encoding, Charsets.CodePageOf(name));
        return true;
    }

    private static bool IsAtom(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!c.IsAsciiAtom())
                return false;
        }

        return true;
    }

    private static bool TryGetEncoding(byte letter, out ContentEncoding encoding)
    {
        encoding = letter switch
        {
            (byte)'B' or (byte)'b' => ContentEncoding.Base64,
            (byte)'Q' or (byte)'q' => ContentEncoding.QuotedPrintable,
            _ => ContentEncoding.Default,
        };
        return encoding != ContentEncoding.Default;
    }
}
