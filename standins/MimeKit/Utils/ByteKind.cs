namespace MimeKit.Utils;

/// <summary>The character classes of the mail RFCs; an octet can be in several.</summary>
[Flags]
internal enum ByteKind : ushort
{
    None = 0,

    /// <summary>atext of RFC 5322, and every octet above ASCII (RFC 6532).</summary>
    Atom = 1 << 0,

    /// <summary>attribute-char of RFC 2231.</summary>
    Attribute = 1 << 1,

    /// <summary>Space and tab.</summary>
    Blank = 1 << 2,

    /// <summary>C0 controls, DEL and every octet above ASCII.</summary>
    Control = 1 << 3,

    /// <summary>dtext of RFC 5322.</summary>
    DomainText = 1 << 4,

    /// <summary>ftext of RFC 5322.</summary>
    FieldText = 1 << 5,

    /// <summary>What an unquoted display name may hold: atoms, and the brackets that lists put around their name.</summary>
    NameAtom = 1 << 6,

    /// <summary>Written as it is in quoted-printable content.</summary>
    QuotedPrintableSafe = 1 << 7,

    /// <summary>Written as it is in the Q encoding of unstructured text (RFC 2047, section 5, rule 1).</summary>
    QTextSafe = 1 << 8,

    /// <summary>Written as it is in the Q encoding of a phrase (RFC 2047, section 5, rule 3).</summary>
    QPhraseSafe = 1 << 9,

    /// <summary>Ends a token of RFC 2045.</summary>
    TokenEnd = 1 << 10,

    /// <summary>Space, tab, carriage return and line feed.</summary>
    WhiteSpace = 1 << 11,

    /// <summary>A hexadecimal digit.</summary>
    HexDigit = 1 << 12,
}
