using System.Text;

namespace MimeKit.Utils;

/// <content>Local parts.</content>
internal ref partial struct AddressReader
{
    /// <summary>Atoms and quoted strings with dots between; comments around the dots are dropped.</summary>
    private bool TryReadLocalPart(bool skipsTrailingComments, out string localPart)
    {
        var token = new StringBuilder();
        var start = _lexer.Position;
        localPart = "";

        while (true)
        {
            if (!TryReadLocalWord(token, start))
                return false;

            var afterWord = _lexer.Position;
            if (!_lexer.SkipCommentsAndWhiteSpace())
                return false;

            if (!_lexer.At('.'))
            {
                if (!skipsTrailingComments)
                    _lexer.Position = afterWord;

                break;
            }

            if (!TrySkipDots(token, start, out var isEnd))
                return false;

            if (isEnd)
                break;
        }

        localPart = token.ToString();
        return true;
    }

    private bool TrySkipDots(StringBuilder token, int start, out bool isEnd)
    {
        isEnd = false;
        do
        {
            token.Append('.');
            _lexer.Position++;
            if (!_lexer.SkipCommentsAndWhiteSpace())
                return false;
        }
        while (IsLooser && _lexer.At('.'));

        if (IsLooser && (_lexer.AtEnd || _lexer.Current == '@'))
        {
            isEnd = true;
            return true;
        }

        return !_lexer.AtEnd || _lexer.Fail("The local part at offset {0} ends with a dot.", start);
    }

    private bool TryReadLocalWord(StringBuilder token, int start)
    {
        var word = _lexer.Position;
        if (_lexer.AtEnd)
            return _lexer.Fail("The local part at offset {0} is incomplete.", start);

        if (_lexer.At('"'))
        {
            if (!_lexer.SkipQuotedWithoutControls())
                return false;
        }
        else if (!TrySkipLocalAtom())
        {
            return _lexer.Fail("The local part at offset {0} has a character that is not allowed.", start);
        }

        var octets = _lexer.Text[word.._lexer.Position];
        if (!Lexer.TryDecodeUtf8(octets, out var text))
        {
            if (IsStrict)
                return _lexer.Fail("The local part at offset {0} is not UTF-8 (RFC 6532).", start);

            text = Encoding.Latin1.GetString(octets);
        }

        token.Append(IsLooser ? text.Replace("\\@", "%40", StringComparison.Ordinal) : text);
        return true;
    }

    private bool TrySkipLocalAtom()
    {
        var isFound = _lexer.SkipAtom();
        while (IsLooser && IsAtEscapedAt())
        {
            _lexer.Position += 2;
            _lexer.SkipAtom();
            isFound = true;
        }

        return isFound;
    }
}
