namespace MimeKit.Parsing;

/// <summary>What a line of a header block starts with.</summary>
internal enum FieldStart
{
    /// <summary>The name of a field and a colon.</summary>
    Field,

    /// <summary>Something else.</summary>
    Invalid,

    /// <summary>What could be the name of a field if it went on.</summary>
    CutShort,
}
