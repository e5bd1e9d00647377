using System.Text;

namespace MimeKit.Utils;

/// <content>Mailboxes and their parts.</content>
internal ref partial struct AddressReader
{
    /// <summary>An addr-spec: a local part, and a domain unless one of the ends comes first.</summary>
    public bool TryReadAddrSpec(ReadOnlySpan<byte> ends, out string address, out int at)
    {
        address = "";
        at = -1;
        if (!TryReadLocalPart(skipsTrailingComments: true, out var localPart))
            return false;

        if (_lexer.AtEnd || ends.Contains(_lexer.Current))
        {
            address = localPart;
            return true;
        }

        if (_lexer.Current != '@')
            return _lexer.Fail("The local part before offset {0} goes on with a character that is not allowed.", _lexer.Position);

        _lexer.Position++;
        if (!_lexer.SkipCommentsAndWhiteSpace() || !_lexer.TryReadDomain(ends, out var domain))
            return false;

        at = localPart.Length;
        address = localPart + "@" + Idn.Decode(domain);
        return true;
    }

    /// <summary>Whether only white space is left.</summary>
    public bool SkipToEnd()
    {
        _lexer.SkipWhiteSpace();
        return _lexer.AtEnd;
    }

    /// <summary><c>address (name)</c>, the form of RFC 822 that mail had before names came first.</summary>
    private bool TryReadAddrSpecFirst(int start, out InternetAddress address)
    {
        address = null!;
        _lexer.Position = start;
        if (!TryReadAddrSpec(MailboxEnds, out var addrSpec, out var at) || !TryReadCommentName(out var name))
            return false;

        if (_lexer.At('<') && !IsStrict)
        {
            // RFC 7103, section 7.1: a name that is an address, without the quotes it would need.
            var end = _lexer.Position;
            while (end > start && _lexer.Text[end - 1].IsWhiteSpace())
                end--;

            return TryReadAngle(start..end, out address);
        }

        if (_lexer.At('>') && !IsStrict)
            _lexer.Position++;

        address = CreateMailbox(name, null, addrSpec, at);
        return true;
    }

    private bool TryReadBareLocalPart(AddressKinds kinds, int start, out InternetAddress address)
    {
        address = null!;
        var error = _lexer.Position;
        var end = _lexer.AtEnd ? (byte)',' : _lexer.Current;
        if (!CheckIsAllowed(kinds, AddressKinds.Mailbox, start))
            return false;

        if (!_options.AllowAddressesWithoutDomain)
        {
            _lexer.Position = error;
            return _lexer.Fail("The address at offset {0} has no domain.", start);
        }

        _lexer.Position = start;
        if (!TryReadLocalPart(skipsTrailingComments: false, out var localPart) || !TryReadCommentName(out var name))
            return false;

        if (_lexer.At('>') && !IsStrict)
            _lexer.Position++;

        if (!_lexer.AtEnd && _lexer.Current != end)
            return _lexer.Fail("The address at offset {0} has a character that is not allowed.", start);

        address = CreateMailbox(name, null, localPart, -1);
        return true;
    }

    /// <summary>The name in a comment right after the address, if there is one.</summary>
    private bool TryReadCommentName(out (string Text, Encoding Encoding) name)
    {
        name = ("", Encoding.UTF8);
        _lexer.SkipWhiteSpace();
        if (!_lexer.At('('))
            return true;

        var comment = _lexer.Position;
        if (!_lexer.SkipComment())
            return _lexer.Fail("The comment at offset {0} has no end.", comment);

        var decoded = EncodedText.DecodePhrase(_options, _lexer.Text[(comment + 1)..(_lexer.Position - 1)], out var codePage);
        name = (decoded.Trim(), Charsets.GetOrDefault(codePage, Encoding.UTF8));
        return _lexer.SkipCommentsAndWhiteSpace();
    }

    /// <summary>A mailbox from its angle bracket on.</summary>
    private bool TryReadAngle(Range name, out InternetAddress address)
    {
        address = null!;
        var angle = _lexer.Position;
        if (angle == _badAngle)
            return false;

        if (!TryReadWithinAngle(angle, out var route, out var addrSpec, out var at))
        {
            _badAngle = angle;
            return false;
        }

        var unquoted = Quoting.Unquote(_lexer.Text[name], convertTabsToSpaces: true);
        var decoded = EncodedText.DecodePhrase(_options, unquoted, out var codePage);
        address = CreateMailbox((decoded, Charsets.GetOrDefault(codePage, Encoding.UTF8)), route, addrSpec, at);
        return true;
    }

    private bool TryReadWithinAngle(int angle, out List<string>? route, out string addrSpec, out int at)
    {
        (route, addrSpec, at) = (null, "", -1);
        _lexer.Position++;
        if (!TrySkipRepeated('<') || !_lexer.SkipCommentsAndWhiteSpace())
            return false;

        if (_lexer.AtEnd)
            return _lexer.Fail("The mailbox at offset {0} is incomplete.", angle);

        if (_lexer.At('@') && !TryReadRoute(angle, out route))
            return false;

        if (!TryReadAddrSpec(MailboxEnds, out addrSpec, out at) || !_lexer.SkipCommentsAndWhiteSpace())
            return false;

        if (_lexer.At('>'))
        {
            _lexer.Position++;
            return TrySkipRepeated('>');
        }

        return !IsStrict || _lexer.Fail("The mailbox at offset {0} has no closing bracket.", angle);
    }

    /// <summary>More brackets of the same kind, as RFC 7103, section 7.1.2, shows them.</summary>
    private bool TrySkipRepeated(char bracket)
    {
        if (_lexer.At(bracket) && IsStrict)
            return _lexer.Fail("There are too many angle brackets at offset {0}.", _lexer.Position);

        while (_lexer.At(bracket))
            _lexer.Position++;

        return true;
    }

    /// <summary>The source route of RFC 5322, section 4.4, which is to be read and ignored.</summary>
    private bool TryReadRoute(int angle, out List<string>? route)
    {
        route = DomainList.TryRead(ref _lexer);
        if (route is null || !_lexer.At(':'))
            return _lexer.Fail("The route of the mailbox at offset {0} is malformed.", angle);

        _lexer.Position++;
        return _lexer.SkipCommentsAndWhiteSpace() && (!_lexer.AtEnd || _lexer.Fail("The mailbox at offset {0} is incomplete.", angle));
    }

    private readonly MailboxAddress CreateMailbox((string Text, Encoding Encoding) name, List<string>? route, string addrSpec, int at) =>
        new(name.Encoding, name.Text, route ?? [], addrSpec, at);
}
