namespace MimeKit.Utils;

/// <summary>A run of text to be written into a header as one piece.</summary>
internal sealed class HeaderWord
{
    public WordKind Kind { get; set; }

    /// <summary>The narrowest charset that can write it, if it has to be encoded.</summary>
    public WordCharset Charset { get; set; }

    public int Start { get; set; }

    /// <summary>How many UTF-16 units it has.</summary>
    public int Length { get; set; }

    /// <summary>How many octets it has in its charset.</summary>
    public int Octets { get; set; }

    /// <summary>How many of the octets cannot stand for themselves.</summary>
    public int UnsafeOctets { get; set; }

    /// <summary>How many characters a quoted-string has to escape.</summary>
    public int QuotedPairs { get; set; }

    public int End => Start + Length;

    public HeaderWord Clone() => (HeaderWord)MemberwiseClone();

    /// <summary>This word, the white space after it and the next word, as one.</summary>
    public HeaderWord Join(HeaderWord next) => new()
    {
        Kind = (WordKind)Math.Max((int)Kind, (int)next.Kind),
        Charset = (WordCharset)Math.Max((int)Charset, (int)next.Charset),
        Start = Start,
        Length = next.End - Start,
        Octets = Octets + next.Start - End + next.Octets,
        UnsafeOctets = UnsafeOctets + next.UnsafeOctets,
        QuotedPairs = QuotedPairs + next.QuotedPairs,
    };
}
