using System.Text;

namespace MimeKit.Utils;

/// <summary>Reads addresses (RFC 5322, section 3.4) and what agents write instead of them (RFC 7103, section 7.1).</summary>
internal ref partial struct AddressReader(ParserOptions options, ReadOnlySpan<byte> text, ErrorHandling onError)
{
    /// <summary>What may follow a mailbox that has lost its closing angle bracket, besides that bracket.</summary>
    private static ReadOnlySpan<byte> MailboxEnds => ",>;"u8;

    private readonly ParserOptions _options = options;
    private readonly ErrorHandling _onError = onError;
    private Lexer _lexer = new(text);

    /// <summary>The phrase read last, of which the one that starts after one of its commas would be the rest.</summary>
    private Phrase _phrase = new();

    /// <summary>An angle bracket that no mailbox follows.</summary>
    private int _badAngle = -1;

    private readonly bool IsStrict => _options.AddressParserComplianceMode == RfcComplianceMode.Strict;

    private readonly bool IsLooser => _options.AddressParserComplianceMode == RfcComplianceMode.Looser;

    public readonly ParseFault Fault => _lexer.Fault;

    /// <summary>One address that is all there is.</summary>
    public bool TryReadOnly(AddressKinds kinds, out InternetAddress address) =>
        TryReadFirst(kinds, out address) && _lexer.SkipCommentsAndWhiteSpace() &&
        (_lexer.AtEnd || _lexer.Fail("There is more than an address: what follows at offset {0}.", _lexer.Position));

    /// <summary>One address, whatever follows it.</summary>
    public bool TryReadFirst(AddressKinds kinds, out InternetAddress address) => TryReadAddress(kinds, 0, out address);

    /// <summary>All addresses.</summary>
    public bool TryReadList(bool isGroup, int groupDepth, List<InternetAddress> addresses)
    {
        if (!_lexer.SkipCommentsAndWhiteSpace())
            return false;

        if (_lexer.AtEnd)
            return _lexer.Fail("There are no addresses at offset {0}.", _lexer.Position);

        while (!_lexer.AtEnd && !(isGroup && _lexer.At(';')))
        {
            var start = _lexer.Position;
            if (TryReadAddress(AddressKinds.Any, groupDepth, out var address))
                addresses.Add(address);
            else if (_onError == ErrorHandling.Skip)
                SkipBadAddress(start, isGroup);
            else
                return false;

            if (!TrySkipSeparators(isGroup))
                return false;
        }

        return true;
    }

    /// <summary>Commas, of which RFC 5322, section 4.4, allows several in a row.</summary>
    private bool TrySkipSeparators(bool isGroup)
    {
        var hasComma = false;
        while (true)
        {
            if (!_lexer.SkipCommentsAndWhiteSpace())
            {
                if (_onError != ErrorHandling.Skip)
                    return false;

                SkipBadAddress(_lexer.Position, isGroup);
            }

            if (!_lexer.At(','))
                break;

            _lexer.Position++;
            hasComma = true;
        }

        if (hasComma || !IsStrict || _lexer.AtEnd || (isGroup && _lexer.At(';')) || _onError == ErrorHandling.Skip)
            return true;

        return _lexer.Fail("There is no comma after the address, at offset {0}.", _lexer.Position);
    }

    private void SkipBadAddress(int start, bool isGroup)
    {
        _lexer.Position = start;
        while (!_lexer.AtEnd && !_lexer.At(',') && !(isGroup && _lexer.At(';')))
        {
            var position = _lexer.Position;
            var isSkipped = _lexer.Current switch
            {
                (byte)'"' => _lexer.SkipQuoted(),
                (byte)'(' => _lexer.SkipComment(),
                _ => false,
            };

            if (!isSkipped)
                _lexer.Position = position + 1;
        }
    }

    private bool TryReadAddress(AddressKinds kinds, int groupDepth, out InternetAddress address)
    {
        address = null!;
        if (!_lexer.SkipCommentsAndWhiteSpace())
            return false;

        if (_lexer.AtEnd)
            return _lexer.Fail("There is no address at offset {0}.", _lexer.Position);

        var start = _lexer.Position;
        if (!TrySkipPhrase(out var name))
            return false;

        if (_lexer.AtEnd)
            return TryReadBareLocalPart(kinds, start, out address);

        switch (_lexer.Current)
        {
            case (byte)',' or (byte)'>' or (byte)';':
                return TryReadBareLocalPart(kinds, start, out address);
            case (byte)':':
                return TryReadGroup(kinds, groupDepth, start, name, out address);
            case (byte)'<':
                return CheckIsAllowed(kinds, AddressKinds.Mailbox, start) && TryReadAngle(name, out address);
        }

        if (_lexer.Current == '@' || (IsLooser && IsAtEscapedAt()))
            return CheckIsAllowed(kinds, AddressKinds.Mailbox, start) && TryReadAddrSpecFirst(start, out address);

        return _lexer.Fail("The address at offset {0} has a character that is not allowed.", start);
    }

    private readonly bool IsAtEscapedAt() =>
        _lexer.At('\\') && _lexer.Position + 1 < _lexer.Text.Length && _lexer.Text[_lexer.Position + 1] == '@';

    private bool CheckIsAllowed(AddressKinds allowed, AddressKinds kind, int start) =>
        (allowed & kind) != AddressKinds.None || _lexer.Fail("The address at offset {0} is not of the kind expected.", start);

    private bool TryReadGroup(AddressKinds kinds, int groupDepth, int start, Range name, out InternetAddress address)
    {
        address = null!;
        if (!CheckIsAllowed(kinds, AddressKinds.Group, start))
            return false;

        if (groupDepth >= _options.MaxAddressGroupDepth)
            return _lexer.Fail("The group at offset {0} nests too deep.", start);

        var decoded = EncodedText.DecodePhrase(_options, _lexer.Text[name], out var codePage);
        var encoding = Charsets.GetOrDefault(codePage, Encoding.UTF8);
        _lexer.Position++;
        while (!_lexer.AtEnd && (_lexer.Current == ':' || _lexer.Current.IsBlank()))
            _lexer.Position++;

        var members = new List<InternetAddress>();
        var membersStart = _lexer.Position;
        if (!TryReadList(isGroup: true, groupDepth + 1, members))
        {
            var isEmpty = _lexer.Fault.TokenIndex == _lexer.Fault.ErrorIndex && members.Count == 0 && _lexer.AtEnd;
            if (_onError == ErrorHandling.Fail && !isEmpty)
                return false;

            members.Clear();
        }

        address = new GroupAddress(encoding, Quoting.Unquote(decoded, convertTabsToSpaces: true), members);
        if (_lexer.At(';'))
        {
            _lexer.Position++;
            return true;
        }

        if (IsStrict)
            return _lexer.Fail("The group whose members start at offset {0} has no end.", membersStart);

        while (!_lexer.AtEnd && !_lexer.At(';'))
            _lexer.Position++;

        return true;
    }
}
