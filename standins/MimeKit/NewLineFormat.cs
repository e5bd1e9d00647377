namespace MimeKit;

/// <summary>The bytes that end a line.</summary>
public enum NewLineFormat : byte
{
    /// <summary>A line feed.</summary>
    Unix,

    /// <summary>Carriage return and line feed, as RFC 5322 asks for on the wire.</summary>
    Dos,

    /// <summary>Some of both; found by the parser, never written.</summary>
    Mixed,
}
