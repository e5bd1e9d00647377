namespace MimeKit;

/// <summary>What a transport can carry, and so which content encodings may be chosen for it.</summary>
public enum EncodingConstraint
{
    /// <summary>Anything, binary included.</summary>
    None,

    /// <summary>Lines of ASCII only.</summary>
    SevenBit,

    /// <summary>Lines of any octets (RFC 6152).</summary>
    EightBit,
}
