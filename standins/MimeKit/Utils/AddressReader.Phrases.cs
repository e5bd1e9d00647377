namespace MimeKit.Utils;

/// <content>What stands before the angle bracket, the at sign or the colon.</content>
internal ref partial struct AddressReader
{
    /// <summary>A phrase, or the words that a local part starts with. It may be empty.</summary>
    private bool TrySkipPhrase(out Range name)
    {
        var start = _lexer.Position;
        name = start..start;
        if (IsStrict || !_phrase.HasRestAt(start))
        {
            _phrase = new Phrase();
            _phrase.IsBad = !TryScanPhrase(start);
            _phrase.End = _lexer.Position;
        }

        if (_phrase.IsBad)
            return false;

        _lexer.Position = _phrase.End;
        name = (_phrase.LosesQuoteAt == start ? start + 1 : start).._phrase.NameEnd;
        if (name.End.Value < name.Start.Value)
            name = start..start;

        return true;
    }

    private bool TryScanPhrase(int start)
    {
        var words = 0;
        _phrase.NameEnd = start;
        while (!_lexer.AtEnd)
        {
            var isQuoted = _lexer.At('"');
            if (!TrySkipNameWord())
                break;

            _phrase.NameEnd = _lexer.Position;

            // Agents forget the quotes around initials: John Q. Public.
            while (true)
            {
                if (!_lexer.SkipCommentsAndWhiteSpace())
                    return false;

                if (!_lexer.At('.'))
                    break;

                _phrase.NameEnd = ++_lexer.Position;
            }

            words++;

            // And around the comma of Public, John.
            if (_options.AllowUnquotedCommasInAddresses && !isQuoted && _lexer.At(',') && words > (IsStrict ? 1 : 0))
            {
                _phrase.NameEnd = ++_lexer.Position;
                if (!_lexer.SkipCommentsAndWhiteSpace())
                    return false;

                _phrase.AddRest(_lexer.Position);
            }
        }

        return _lexer.SkipCommentsAndWhiteSpace();
    }

    private bool TrySkipNameWord()
    {
        if (IsStrict)
            return _lexer.SkipWord();

        if (!_lexer.At('"'))
            return _lexer.SkipRun(ByteKind.NameAtom);

        var quote = _lexer.Position;
        if (_lexer.SkipQuoted())
            return true;

        // A quote that is never closed is none.
        _lexer.Position = quote + 1;
        _lexer.SkipWhiteSpace();
        if (!_lexer.SkipRun(ByteKind.NameAtom))
            return false;

        _phrase.LosesQuoteAt = quote;
        return true;
    }

    /// <summary>
    /// A phrase and those that start after its commas: <c>a, b, c</c> could be the name of one mailbox or three local parts, and only
    /// the end tells. Remembering the end keeps a long list from being read again for each of them.
    /// </summary>
    private sealed class Phrase
    {
        private readonly List<int> _rests = [];
        private int _nextRest;

        public int NameEnd { get; set; }

        public int End { get; set; } = -1;

        public bool IsBad { get; set; }

        public int LosesQuoteAt { get; set; } = -1;

        public void AddRest(int start) => _rests.Add(start);

        public bool HasRestAt(int start)
        {
            if (End == -1)
                return false;

            while (_nextRest < _rests.Count && _rests[_nextRest] < start)
                _nextRest++;

            return _nextRest < _rests.Count && _rests[_nextRest] == start && start < End;
        }
    }
}
