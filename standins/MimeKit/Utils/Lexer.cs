namespace MimeKit.Utils;

/// <summary>
/// Reads the tokens that the header grammars of RFC 5322 share. <see cref="Position"/> moves over what was read; a reader that
/// fails returns <c>false</c> and leaves its reason in <see cref="Fault"/>, with the position somewhere in the bad token.
/// </summary>
internal ref partial struct Lexer(ReadOnlySpan<byte> text, int position = 0)
{
    /// <summary>
    /// How often a quote or parenthesis may turn out to have no partner before all further ones are taken to have none. Each such
    /// search reads to the end, which hostile text could make happen at every octet.
    /// </summary>
    private const int MaxFailedSearches = 256;

    private int _failedSearches = 0;

    public readonly ReadOnlySpan<byte> Text = text;
    public int Position = position;
    public ParseFault Fault = default;

    public readonly bool AtEnd => Position >= Text.Length;

    /// <summary>The octet at the position, which must not be the end.</summary>
    public readonly byte Current => Text[Position];

    public readonly bool At(char c) => Position < Text.Length && Text[Position] == c;

    public bool Fail(string reason, int tokenIndex)
    {
        Fault = new ParseFault(reason, tokenIndex, Position);
        return false;
    }

    public bool SkipWhiteSpace()
    {
        var start = Position;
        while (Position < Text.Length && Text[Position].IsWhiteSpace())
            Position++;

        return Position > start;
    }

    /// <summary>Comments (which nest, with quoted pairs) and folding white space: CFWS of RFC 5322, section 3.2.2.</summary>
    public bool SkipCommentsAndWhiteSpace()
    {
        SkipWhiteSpace();
        while (At('('))
        {
            var start = Position;
            if (!SkipComment())
                return Fail("The comment at offset {0} has no end.", start);

            SkipWhiteSpace();
        }

        return true;
    }

    /// <summary>One comment, from its parenthesis to the matching one.</summary>
    public bool SkipComment()
    {
        var depth = 0;
        for (var escaped = false; Position < Text.Length && _failedSearches < MaxFailedSearches; Position++)
        {
            var c = Text[Position];
            if (c == '\\')
            {
                escaped = !escaped;
                continue;
            }

            if (!escaped && c == '(')
                depth++;

            if (!escaped && c == ')' && --depth == 0)
            {
                Position++;
                return true;
            }

            escaped = false;
        }

        _failedSearches++;
        return false;
    }

    /// <summary>A quoted-string, quotes included, whatever stands between them.</summary>
    public bool SkipQuoted()
    {
        var start = Position++;
        for (var escaped = false; Position < Text.Length && _failedSearches < MaxFailedSearches; Position++)
        {
            var c = Text[Position];
            if (c == '\\')
            {
                escaped = !escaped;
                continue;
            }

            if (!escaped && c == '"')
            {
                Position++;
                return true;
            }

            escaped = false;
        }

        _failedSearches++;
        return Fail("The quoted string at offset {0} has no end.", start);
    }

    /// <summary>
    /// A quoted-string of an address, in which a control character is an error: RFC 5321 forbids it in a local part, and one that
    /// got through could smuggle a line into an SMTP dialogue.
    /// </summary>
    public bool SkipQuotedWithoutControls()
    {
        var start = Position++;
        for (var escaped = false; Position < Text.Length && _failedSearches < MaxFailedSearches; Position++)
        {
            var c = Text[Position];
            if (c == '\\')
            {
                escaped = !escaped;
                continue;
            }

            if (!escaped && c == '"')
            {
                Position++;
                return true;
            }

            if (c is 127 or < 32 and not (byte)'\t')
                return Fail("The quoted string at offset {0} has a control character.", start);

            escaped = false;
        }

        _failedSearches++;
        return Fail("The quoted string at offset {0} has no end.", start);
    }

    /// <summary>The longest run of octets of a class; <c>false</c> if it is empty.</summary>
    public bool SkipRun(ByteKind kind)
    {
        var start = Position;
        while (Position < Text.Length && Text[Position].Is(kind))
            Position++;

        return Position > start;
    }

    public bool SkipAtom() => SkipRun(ByteKind.Atom);

    /// <summary>An atom or a quoted-string: word of RFC 5322, section 3.2.5.</summary>
    public bool SkipWord() => Current == '"' ? SkipQuoted() : SkipAtom();

    /// <summary>A run of decimal digits that fits an <see cref="int"/>.</summary>
    public bool TryReadInt32(out int value)
    {
        var start = Position;
        value = 0;
        while (Position < Text.Length && char.IsAsciiDigit((char)Text[Position]))
        {
            var next = value * 10L + (Text[Position] - '0');
            if (next > int.MaxValue)
                return false;

            value = (int)next;
            Position++;
        }

        return Position > start;
    }
}
