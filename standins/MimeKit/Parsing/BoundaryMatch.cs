namespace MimeKit.Parsing;

/// <summary>What a line is to a boundary.</summary>
internal enum BoundaryMatch
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The line before a part.</summary>
    Start,

    /// <summary>The line after the last part.</summary>
    End,
}
