using System.Text;

namespace Hookwork.Catalog.Query;

/// <summary>A scanner over the query: blanks, operators, prefixes, words and phrases.</summary>
internal sealed class QueryText
{
    private readonly string _text;

    /// <summary>Starts at the beginning of a query.</summary>
    /// <exception cref="QueryException">The query is too long.</exception>
    public QueryText(string typed)
    {
        if (typed.Length > SearchQuery.MaxLength)
            throw new QueryException(
                $"the query is longer than {SearchQuery.MaxLength} characters",
                SearchQuery.MaxLength + 1
            );
        _text = Clean(typed);
    }

    public int Position { get; private set; }

    public bool AtEnd => SkipBlanks() == _text.Length;

    /// <summary>Whether no term can follow, at the end or a closing parenthesis.</summary>
    public bool IsAtStop => AtEnd || _text[Position] == ')';

    /// <summary>Whether the next character ends a word.</summary>
    public bool IsAtBlankOrStop => Position == _text.Length || _text[Position] is ' ' or ')';

    /// <summary>Whether parentheses are next.</summary>
    public bool IsAtGroup => !AtEnd && _text[Position] == '(';

    public int SkipBlanks()
    {
        while (Position < _text.Length && _text[Position] == ' ')
            Position++;
        return Position;
    }

    public bool TryTake(char expected)
    {
        if (Position == _text.Length || _text[Position] != expected)
            return false;
        Position++;
        return true;
    }

    /// <summary>Whether an operator is next, as a separate word in capitals.</summary>
    public bool IsAtOperator(string name)
    {
        var after = SkipBlanks() + name.Length;
        return string.CompareOrdinal(_text, Position, name, 0, name.Length) == 0
            && after <= _text.Length
            && (after == _text.Length || _text[after] is ' ' or '(' or ')' or '"');
    }

    public bool TryOperator(string name)
    {
        if (!IsAtOperator(name))
            return false;
        Position += name.Length;
        return true;
    }

    /// <summary>Passes a plus before a prefix or a word, which must match anyway.</summary>
    public void SkipPlus()
    {
        if (SkipBlanks() + 1 < _text.Length && _text[Position] == '+' && char.IsAsciiLetterLower(_text[Position + 1]))
            Position++;
    }

    /// <summary>
    /// Reads a minus that excludes what follows. <c>--force</c>, <c>-></c> and a lone <c>-</c> are text.
    /// </summary>
    public bool TryMinus()
    {
        if (SkipBlanks() + 1 >= _text.Length || _text[Position] != '-')
            return false;
        var next = _text[Position + 1];
        if (next is not ('"' or '(' or '<' or '_') && !char.IsLetterOrDigit(next) && !char.IsSurrogate(next))
            return false;
        Position++;
        return true;
    }

    /// <summary>
    /// Reads NEAR or ADJ between two words, with the distance if there is one. At the end of a query they are words.
    /// </summary>
    public bool TryNear(out (string Name, bool IsOrdered, int? Distance, int Start) near)
    {
        near = default;
        var start = SkipBlanks();
        if (start == 0 || _text[start - 1] != ' ')
            return false;
        var word = WordAt(start);
        var slash = word.IndexOf('/');
        var name = (slash < 0 ? word : word[..slash]).ToString();
        if (name is not ("NEAR" or "ADJ"))
            return false;
        int? distance = null;
        if (slash >= 0)
        {
            if (slash + 1 == word.Length || word[(slash + 1)..].ContainsAnyExceptInRange('0', '9'))
                return false;
            distance = int.TryParse(word[(slash + 1)..], out var given) ? given : int.MaxValue;
        }
        Position += word.Length;
        if (IsAtStop)
        {
            Position = start;
            return false;
        }
        near = (name, name == "ADJ", distance, start);
        return true;
    }

    /// <summary>
    /// A word that looks like a prefix and is none: <c>word:value</c>. A colon before a blank, <c>a::b</c>, an address
    /// such as <c>https://…</c>, and a Windows path are text. Null for anything else.
    /// </summary>
    public string? UnknownPrefix()
    {
        var colon = Position;
        while (colon < _text.Length && (char.IsAsciiLetterOrDigit(_text[colon]) || _text[colon] == '_'))
            colon++;
        if (colon == Position || colon + 1 >= _text.Length || _text[colon] != ':' || char.IsAsciiDigit(_text[Position]))
            return null;
        var value = _text.AsSpan(colon + 1);
        var isText =
            value[0] is ' ' or ')' or ':'
            || value.StartsWith("//")
            || colon == Position + 1 && (value[0] is '\\' or '/') && char.IsAsciiLetterUpper(_text[Position]);
        return isText ? null : _text[Position..colon];
    }

    /// <summary>Reads a known prefix with its colon. Any other word with a colon, and <c>a::b</c>, is text.</summary>
    public bool TryPrefix(out QueryField field)
    {
        field = QueryField.Any;
        var colon = Position;
        while (colon < _text.Length && char.IsAsciiLetterLower(_text[colon]))
            colon++;
        if (colon == _text.Length || _text[colon] != ':' || colon + 1 < _text.Length && _text[colon + 1] == ':')
            return false;
        if (!QueryFields.TryGet(_text.AsSpan(Position, colon - Position), out field))
            return false;
        Position = colon + 1;
        return true;
    }

    /// <summary>
    /// Where a known prefix follows a blank, and so is in quotes, in what was read since a position; null if none does.
    /// </summary>
    public int? PrefixWithin(int start)
    {
        for (var at = start; _text.IndexOf(' ', at, Position - at) is >= 0 and var blank; at = blank + 1)
        {
            var rest = _text.AsSpan(blank + 1, Position - blank - 1);
            if (rest.IndexOf(':') is > 0 and var colon && QueryFields.TryGet(rest[..colon], out _))
                return blank + 1;
        }
        return null;
    }

    /// <summary>Reads a phrase if a quote is next, else up to a blank, a quote or an unpaired parenthesis.</summary>
    public QueryWord ReadWord()
    {
        if (TryTake('"'))
        {
            var phrase = ReadQuotedTwice() ?? ReadQuoted();
            return new QueryWord(phrase, IsQuoted: true, TryTake('*'));
        }

        var start = Position;
        while (Position < _text.Length && _text[Position] is not (' ' or '"' or ')'))
        {
            if (_text[Position] == '(')
            {
                // vhost_dev_init() and sizeof(x) are words; in a(b c) the parenthesis opens a group.
                var closing = ClosingOf(Position);
                if (closing < 0)
                    break;
                Position = closing;
            }
            Position++;
        }
        var word = _text.AsSpan(start, Position - start);
        return word is [.. var before, '*']
            ? new QueryWord(before.ToString(), IsQuoted: false, HasStar: true)
            : new QueryWord(word.ToString(), IsQuoted: false, HasStar: false);
    }

    /// <summary>Reads a range, of which either end may be in quotes: <c>"2 weeks ago".."3 days ago"</c>.</summary>
    public string ReadRange()
    {
        var range = ReadWord().Full;
        while (Position < _text.Length && _text[Position] is '"' or '.')
            range += ReadWord().Full;
        return range;
    }

    private ReadOnlySpan<char> WordAt(int start)
    {
        var word = _text.AsSpan(start);
        return word.IndexOfAny(' ', ')') is >= 0 and var end ? word[..end] : word;
    }

    public QueryException Error(string problem) => ErrorAt(Position, problem);

    public QueryException ErrorAt(int position, string problem) => new(problem, position + 1);

    /// <summary>
    /// Reads a phrase in two quotes on both sides, as lei sends one that its caller has quoted:
    /// <c>s:""out of order""</c>. Null for any other.
    /// </summary>
    private string? ReadQuotedTwice()
    {
        var rest = _text.AsSpan(Position);
        if (
            rest is not ['"', not ('"' or ' ' or ')' or '*'), ..]
            || rest[1..].IndexOf("\"\"") is not (> 0 and var length)
        )
            return null;
        var phrase = rest.Slice(1, length);
        if (phrase.Contains('"'))
            return null;
        Position += length + 3;
        return phrase.ToString();
    }

    /// <summary>Reads up to the closing quote; a doubled quote is a literal one.</summary>
    private string ReadQuoted()
    {
        var opening = Position - 1;
        var phrase = new StringBuilder();
        while (Position < _text.Length)
        {
            var character = _text[Position++];
            if (character == '"' && !TryTake('"'))
                return phrase.ToString();
            phrase.Append(character);
        }
        throw ErrorAt(opening, "unclosed quote; a \" is expected at the end of the phrase");
    }

    private int ClosingOf(int opening)
    {
        var open = 0;
        for (var at = opening; at < _text.Length && _text[at] is not (' ' or '"'); at++)
        {
            open += _text[at] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (open == 0)
                return at;
        }
        return -1;
    }

    /// <summary>
    /// Replaces blanks and control characters with spaces and lone surrogates with U+FFFD, which gives valid UTF-8.
    /// The curly quotes that phones write are quotes, as on lore; so is U+201E, with which German and others begin one.
    /// </summary>
    private static string Clean(string typed) =>
        string.Concat(
            typed
                .EnumerateRunes()
                .Select(rune =>
                    rune.Value is '\u201C' or '\u201D' or '\u201E' ? new Rune('"')
                    : Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) ? new Rune(' ')
                    : rune
                )
        );
}
