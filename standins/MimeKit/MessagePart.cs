namespace MimeKit;

/// <summary>A message within a message.</summary>
public class MessagePart : MimeEntity
{
    /// <summary>A part that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public MessagePart(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new part.</summary>
    /// <param name="subtype">The kind of message.</param>
    public MessagePart(string subtype) : base("message", subtype)
    {
    }

    /// <summary>A new part.</summary>
    public MessagePart() : this("rfc822")
    {
    }

    private protected MessagePart(string mediaType, string mediaSubtype) : base(mediaType, mediaSubtype)
    {
    }

    /// <summary>The message.</summary>
    public MimeMessage? Message { get; set; }

    /// <inheritdoc/>
    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
    {
        CheckLineLength(maxLineLength);
        Message?.Prepare(constraint, maxLineLength);
    }

    /// <inheritdoc/>
    public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        base.WriteTo(options, stream, contentOnly, cancellationToken);
        if (Message is null)
            return;

        if (Message.MboxMarker is { Length: > 0 } marker)
        {
            var lines = options.CreateNewLineStream(stream, ensureNewLine: true);
            lines.Write(marker);
            lines.Complete();
        }

        if (options.EnsureNewLine)
        {
            options = options.Clone();
            options.EnsureNewLine = false;
        }

        Message.WriteTo(options, stream, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Message?.Dispose();

        base.Dispose(disposing);
    }
}
