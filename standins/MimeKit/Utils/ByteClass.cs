namespace MimeKit.Utils;

/// <summary>Asks an octet for its character classes.</summary>
internal static class ByteClass
{
    private const string TokenSpecials = "()<>@,;:\\\"/[]?=";
    private static readonly ByteKind[] Table = BuildTable();

    public static bool Is(this byte octet, ByteKind kinds) => (Table[octet] & kinds) != ByteKind.None;

    public static bool IsWhiteSpace(this byte octet) => octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public static bool IsBlank(this byte octet) => octet is (byte)' ' or (byte)'\t';

    public static bool IsAtom(this byte octet) => (Table[octet] & ByteKind.Atom) != ByteKind.None;

    public static bool IsAsciiAtom(this byte octet) => octet < 128 && (Table[octet] & ByteKind.Atom) != ByteKind.None;

    public static bool IsToken(this byte octet) => (Table[octet] & (ByteKind.TokenEnd | ByteKind.WhiteSpace)) == ByteKind.None;

    public static bool IsHexDigit(this byte octet) => (Table[octet] & ByteKind.HexDigit) != ByteKind.None;

    /// <summary>The value of a hexadecimal digit.</summary>
    public static int HexValue(this byte digit) => digit switch
    {
        >= (byte)'a' => digit - 'a' + 10,
        >= (byte)'A' => digit - 'A' + 10,
        _ => digit - '0',
    };

    private static ByteKind[] BuildTable()
    {
        var table = new ByteKind[256];
        for (var i = 0; i < table.Length; i++)
            table[i] = Classify((char)i);

        return table;
    }

    private static ByteKind Classify(char c)
    {
        var kind = ByteKind.None;
        void Add(ByteKind added, bool belongs) => kind |= belongs ? added : ByteKind.None;

        var isVisible = c is > ' ' and < (char)127;
        var isAlphanumeric = char.IsAsciiLetterOrDigit(c);
        var isAtom = isAlphanumeric || c >= 128 || "!#$%&'*+-/=?^_`{|}~".Contains(c);

        Add(ByteKind.Atom, isAtom);
        Add(ByteKind.NameAtom, isAtom || c is '[' or ']' or ')');
        Add(ByteKind.Attribute, isVisible && !TokenSpecials.Contains(c) && c is not ('*' or '\'' or '%'));
        Add(ByteKind.Blank, c is ' ' or '\t');
        Add(ByteKind.WhiteSpace, c is ' ' or '\t' or '\r' or '\n');
        Add(ByteKind.Control, c is < ' ' or >= (char)127);
        Add(ByteKind.DomainText, isVisible && c is not ('[' or '\\' or ']'));
        Add(ByteKind.FieldText, isVisible && c != ':');
        Add(ByteKind.QuotedPrintableSafe, (isVisible && c != '=') || c is ' ' or '\t');
        Add(ByteKind.QTextSafe, (isVisible || c == ' ') && !"()<>@,;:\"/[]?.=_".Contains(c));
        Add(ByteKind.QPhraseSafe, isAlphanumeric || c is '!' or '*' or '+' or '-' or '/');
        Add(ByteKind.TokenEnd, c is < ' ' or >= (char)127 || TokenSpecials.Contains(c));
        Add(ByteKind.HexDigit, char.IsAsciiHexDigit(c));
        return kind;
    }
}
