namespace MimeKit.Parsing;

/// <summary>Whose headers are read, which decides what becomes of a first line that is none.</summary>
internal enum HeaderPlace
{
    /// <summary>A message; a stray <c>From </c> line is skipped, anything else is an error.</summary>
    Message,

    /// <summary>An entity of its own; anything else is an error.</summary>
    Entity,

    /// <summary>A part of a message; lines that are no headers are dropped.</summary>
    Part,
}
