namespace MimeKit;

/// <summary>How the bytes of a part are wrapped for transport: the Content-Transfer-Encoding of RFC 2045, section 6.</summary>
public enum ContentEncoding
{
    /// <summary>None is declared, or an unknown one; read as 7bit.</summary>
    Default,

    /// <summary>7bit: lines of ASCII.</summary>
    SevenBit,

    /// <summary>8bit: lines of any octets but NUL.</summary>
    EightBit,

    /// <summary>binary: any octets, no lines.</summary>
    Binary,

    /// <summary>base64.</summary>
    Base64,

    /// <summary>quoted-printable.</summary>
    QuotedPrintable,

    /// <summary>uuencode, which MIME never took up but mail still carries.</summary>
    UUEncode,
}
