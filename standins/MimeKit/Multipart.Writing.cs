using System.Text;

namespace MimeKit;

/// <content>Preparing and writing.</content>
public partial class Multipart
{
    /// <inheritdoc/>
    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
    {
        CheckLineLength(maxLineLength);
        foreach (var child in _children)
            child.Prepare(constraint, maxLineLength);
    }

    /// <inheritdoc/>
    public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        if (Boundary is null && (Count > 0 || HasEndBoundary))
            Boundary = new Multipart().Boundary;

        base.WriteTo(options, stream, contentOnly, cancellationToken);
        var delimiter = Encoding.UTF8.GetBytes("--" + Boundary);

        if (RawPreamble is { Length: > 0 } preamble)
            WriteLines(options, stream, preamble, options.EnsureNewLine || Count > 0);

        var childOptions = OptionsOfChildren(options);
        foreach (var child in _children)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.Write(delimiter);
            stream.Write(options.NewLineBytes);
            child.WriteTo(childOptions, stream, false, cancellationToken);
            if (EndsWithOwnLineBreak(child))
                stream.Write(options.NewLineBytes);
        }

        if (!HasEndBoundary)
            return;

        stream.Write(delimiter);
        stream.Write("--"u8);
        if (RawEpilogue is null)
            stream.Write(options.NewLineBytes);
        else
            WriteLines(options, stream, RawEpilogue, options.EnsureNewLine);
    }

    private static void WriteLines(FormatOptions options, Stream stream, byte[] text, bool ensureNewLine)
    {
        var lines = options.CreateNewLineStream(stream, ensureNewLine);
        lines.Write(text);
        lines.Complete();
    }

    /// <summary>
    /// Whether the line break before the next boundary, which belongs to the boundary, is there to be written: an entity without
    /// content had none.
    /// </summary>
    private static bool EndsWithOwnLineBreak(MimeEntity child) => child switch
    {
        MessagePart { Message: null } => false,
        MessagePart { Message.Body: null } => false,
        MessagePart { Message.Body: Multipart multipart } => multipart.HasEndBoundary,
        MessagePart { Message.Body: MimePart part } => part.Content is not null,
        Multipart multipart => multipart.HasEndBoundary,
        MimePart part => part.Content is not null,
        _ => true,
    };

    private FormatOptions OptionsOfChildren(FormatOptions options)
    {
        var isSigned = ContentType.IsMimeType("multipart", "signed");
        if (!options.EnsureNewLine && !isSigned)
            return options;

        var copy = options.Clone();
        copy.EnsureNewLine = false;
        if (isSigned)
        {
            // RFC 1847, section 2.1: what is signed must not change.
            copy.International = false;
            copy.HiddenHeaders.Clear();
        }

        return copy;
    }
}
