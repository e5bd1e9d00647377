using System.Text;

namespace MimeKit.Utils;

/// <content>Domains and message identifiers.</content>
internal ref partial struct Lexer
{
    /// <summary>A domain: a dot-atom with comments anywhere, or a literal in brackets. A dot before one of the ends is dropped.</summary>
    public bool TryReadDomain(ReadOnlySpan<byte> ends, out string domain)
    {
        domain = "";
        if (AtEnd)
            return Fail("The domain at offset {0} is missing.", Position);

        return Current == '[' ? TryReadDomainLiteral(out domain) : TryReadDotAtom(ends, out domain);
    }

    private bool TryReadDotAtom(ReadOnlySpan<byte> ends, out string domain)
    {
        var token = new StringBuilder();
        var start = Position;
        domain = "";

        while (true)
        {
            var atom = Position;
            if (AtEnd || !SkipAtom())
                return Fail("The domain at offset {0} has an empty or malformed label.", start);

            if (!TryDecodeUtf8(Text[atom..Position], out var label))
                return Fail("The domain at offset {0} is not UTF-8 (RFC 6532).", atom);

            token.Append(label);

            var afterAtom = Position;
            if (!SkipCommentsAndWhiteSpace())
                return false;

            if (!At('.'))
            {
                Position = afterAtom;
                break;
            }

            Position++;
            if (!SkipCommentsAndWhiteSpace())
                return false;

            if (AtEnd || ends.Contains(Current))
                break;

            token.Append('.');
        }

        domain = token.ToString();
        return true;
    }

    private bool TryReadDomainLiteral(out string domain)
    {
        var token = new StringBuilder("[");
        var start = Position++;
        domain = "";

        SkipWhiteSpace();
        while (true)
        {
            var run = Position;
            SkipRun(ByteKind.DomainText);
            foreach (var octet in Text[run..Position])
                token.Append((char)octet);

            SkipWhiteSpace();
            if (AtEnd)
                return Fail("The domain literal at offset {0} has no end.", start);

            if (Current == ']')
                break;

            if (!Current.Is(ByteKind.DomainText))
                return Fail("The domain literal at offset {0} has a character that is not allowed.", start);
        }

        Position++;
        domain = token.Append(']').ToString();
        return true;
    }

    /// <summary>
    /// A msg-id (RFC 5322, section 3.6.4), without its angle brackets. The local part may be nearly anything, since agents put nearly
    /// anything there; the brackets may be missing unless <paramref name="requireAngle"/>.
    /// </summary>
    public bool TryReadMessageId(bool requireAngle, out string id)
    {
        id = "";
        if (!SkipCommentsAndWhiteSpace())
            return false;

        if (AtEnd || (requireAngle && Current != '<'))
            return Fail("There is no message identifier at offset {0}.", Position);

        var start = Position;
        var hasAngle = Current == '<';
        if (hasAngle)
            Position++;

        SkipWhiteSpace();
        if (AtEnd)
            return Fail("The message identifier at offset {0} has no end.", start);

        // Exchange writes <[local]@domain> and <[local@domain]>.
        var hasBracket = Current == '[';
        var token = new StringBuilder();

        if (!TryReadLooseLocalPart(token, start, hasAngle))
            return false;

        if (At('@') && !TryReadIdDomains(token, start))
            return false;

        if (hasBracket && At(']'))
        {
            token.Append(']');
            Position++;
        }

        if (hasAngle && !At('>'))
            return Fail("The message identifier at offset {0} has no end.", start);

        if (At('>'))
            Position++;

        id = token.ToString();
        return true;
    }

    private bool TryReadLooseLocalPart(StringBuilder token, int start, bool hasAngle)
    {
        while (true)
        {
            var part = Position;
            if (Current == '"')
            {
                if (!SkipQuoted())
                    return false;
            }
            else
            {
                while (!AtEnd && Current is not ((byte)'.' or (byte)'@' or (byte)'>') && !Current.IsWhiteSpace())
                    Position++;
            }

            if (!TryDecodeUtf8(Text[part..Position], out var word))
                return Fail("The message identifier at offset {0} is not UTF-8 (RFC 6532).", start);

            token.Append(word);
            SkipWhiteSpace();

            if (AtEnd)
                return !hasAngle || Fail("The message identifier at offset {0} has no end.", start);

            if (Current is (byte)'@' or (byte)'>')
                return true;

            if (Current == '.')
            {
                token.Append('.');
                Position++;
                SkipWhiteSpace();
            }

            if (AtEnd)
                return Fail("The message identifier at offset {0} has no end.", start);
        }
    }

    /// <summary>From the first <c>@</c>: none, one or (as some agents write) several domains, each after its own <c>@</c>.</summary>
    private bool TryReadIdDomains(StringBuilder token, int start)
    {
        token.Append('@');
        while (At('@'))
            Position++;

        if (!SkipCommentsAndWhiteSpace())
            return false;

        if (AtEnd || Current == '>')
            return true;

        while (true)
        {
            if (!TryReadDomain(">@"u8, out var domain))
                return false;

            token.Append(Idn.Decode(domain));
            if (!At('@'))
                return SkipCommentsAndWhiteSpace();

            token.Append('@');
            Position++;
            if (AtEnd)
                return Fail("The message identifier at offset {0} has no end.", start);
        }
    }

    public static bool TryDecodeUtf8(ReadOnlySpan<byte> octets, out string text)
    {
        var isValid = System.Text.Unicode.Utf8.IsValid(octets);
        text = isValid ? Encoding.UTF8.GetString(octets) : "";
        return isValid;
    }
}
