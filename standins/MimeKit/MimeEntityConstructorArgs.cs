namespace MimeKit;

/// <summary>What the parser knows of an entity before it reads its content.</summary>
public sealed class MimeEntityConstructorArgs
{
    internal MimeEntityConstructorArgs(ParserOptions options, ContentType contentType, IEnumerable<Header> headers, bool isTopLevel)
    {
        Options = options;
        ContentType = contentType;
        Headers = headers;
        IsTopLevel = isTopLevel;
    }

    internal ParserOptions Options { get; }

    internal ContentType ContentType { get; }

    internal IEnumerable<Header> Headers { get; }

    /// <summary>Whether the entity is the body of a message, so that only the headers on content are its own.</summary>
    internal bool IsTopLevel { get; }
}
