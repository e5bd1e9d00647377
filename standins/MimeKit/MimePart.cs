using MimeKit.Encodings;
using MimeKit.IO;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A leaf of a message's body.</summary>
public class MimePart : MimeEntity
{
    private bool _isDisposed;

    /// <summary>A part that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public MimePart(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new part.</summary>
    /// <param name="mediaType">The type of its content.</param>
    /// <param name="mediaSubtype">The subtype of its content.</param>
    /// <param name="args">Headers, and a stream or <see cref="IMimeContent"/> for the content.</param>
    public MimePart(string mediaType, string mediaSubtype, params object[] args) : this(mediaType, mediaSubtype)
    {
        ArgumentNullException.ThrowIfNull(args);
        foreach (var arg in args)
        {
            switch (arg)
            {
                case null:
                    break;
                case Header header:
                    Headers.Add(header);
                    break;
                case IEnumerable<Header> headers:
                    foreach (var header in headers)
                        Headers.Add(header);
                    break;
                case IMimeContent content when Content is null:
                    Content = content;
                    break;
                case Stream stream when Content is null:
                    Content = new MimeContent(stream);
                    break;
                default:
                    throw new ArgumentException("A part is not made of this.", nameof(args));
            }
        }
    }

    /// <summary>A new part.</summary>
    /// <param name="mediaType">The type of its content.</param>
    /// <param name="mediaSubtype">The subtype of its content.</param>
    public MimePart(string mediaType, string mediaSubtype) : base(mediaType, mediaSubtype)
    {
    }

    /// <summary>A new part.</summary>
    /// <param name="contentType">The kind of its content.</param>
    public MimePart(ContentType contentType) : base(contentType)
    {
    }

    /// <summary>A new part.</summary>
    /// <param name="contentType">The kind of its content, <c>type/subtype</c>.</param>
    public MimePart(string contentType) : this(ContentType.Parse(contentType))
    {
    }

    /// <summary>A new part of unknown content.</summary>
    public MimePart() : this("application", "octet-stream")
    {
    }

    /// <summary>What the content is about.</summary>
    public string? ContentDescription
    {
        get => Headers[HeaderId.ContentDescription];
        set => SetOrRemoveHeader(HeaderId.ContentDescription, value);
    }

    /// <summary>How many seconds the content lasts.</summary>
    public int? ContentDuration
    {
        get => int.TryParse(Headers[HeaderId.ContentDuration], out var seconds) && seconds >= 0 ? seconds : null;
        set => SetOrRemoveHeader(HeaderId.ContentDuration, value?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The checksum of the content (RFC 1864).</summary>
    public string? ContentMd5
    {
        get => Headers[HeaderId.ContentMd5]?.Trim();
        set => SetOrRemoveHeader(HeaderId.ContentMd5, value?.Trim());
    }

    /// <summary>How the content is, or is to be, wrapped for transport.</summary>
    public ContentEncoding ContentTransferEncoding
    {
        get => Headers[HeaderId.ContentTransferEncoding] is { } name && MimeUtils.TryParse(name, out ContentEncoding encoding)
            ? encoding
            : ContentEncoding.Default;
        set
        {
            if (value != ContentTransferEncoding || value == ContentEncoding.Default)
                SetOrRemoveHeader(HeaderId.ContentTransferEncoding, NameOf(value));
        }
    }

    /// <summary>The name to save the content under.</summary>
    public string? FileName
    {
        get => (ContentDisposition?.FileName ?? ContentType.Name)?.Trim();
        set
        {
            if (value is not null)
            {
                ContentDisposition ??= new ContentDisposition(MimeKit.ContentDisposition.Attachment);
                ContentDisposition.FileName = value;
            }
            else if (ContentDisposition is { } disposition)
            {
                disposition.FileName = null;
            }

            ContentType.Name = value;
        }
    }

    /// <summary>The content, if there is any.</summary>
    public IMimeContent? Content { get; set; }

    /// <summary>The content encoding that costs least on a transport.</summary>
    /// <param name="constraint">What the transport can carry.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public ContentEncoding GetBestEncoding(EncodingConstraint constraint, CancellationToken cancellationToken = default) =>
        GetBestEncoding(constraint, 78, cancellationToken);

    /// <summary>The content encoding that costs least on a transport.</summary>
    /// <param name="constraint">What the transport can carry.</param>
    /// <param name="maxLineLength">The longest line it can carry.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public ContentEncoding GetBestEncoding(EncodingConstraint constraint, int maxLineLength, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!ContentType.IsMimeType("text", "*") && !ContentType.IsMimeType("message", "*"))
            return constraint == EncodingConstraint.None ? ContentEncoding.Binary : ContentEncoding.Base64;

        if (Content is null)
            return ContentEncoding.SevenBit;

        var statistics = new ContentStatistics();
        Content.DecodeTo(statistics, cancellationToken);
        statistics.Complete();
        return statistics.Best(constraint, maxLineLength);
    }

    /// <inheritdoc/>
    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckLineLength(maxLineLength);
        switch (ContentTransferEncoding)
        {
            case ContentEncoding.QuotedPrintable or ContentEncoding.UUEncode or ContentEncoding.Base64:
            case ContentEncoding.Binary when constraint == EncodingConstraint.None:
                return;
        }

        var best = GetBestEncoding(constraint, maxLineLength);
        if (ContentTransferEncoding != ContentEncoding.Default || best != ContentEncoding.SevenBit)
            ContentTransferEncoding = best;
    }

    /// <inheritdoc/>
    public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        base.WriteTo(options, stream, contentOnly, cancellationToken);
        if (Content is null)
            return;

        var isBinary = ContentTransferEncoding == ContentEncoding.Binary;
        if (isBinary && Content.Encoding == ContentEncoding.Binary)
        {
            Content.WriteTo(stream, cancellationToken);
            return;
        }

        var lines = options.CreateNewLineStream(stream, options.EnsureNewLine);
        if (Content.Encoding == ContentTransferEncoding)
            Content.WriteTo(lines, cancellationToken);
        else if (isBinary)
            Content.DecodeTo(stream, cancellationToken);
        else
            WriteTranscoded(lines, cancellationToken);

        if (!isBinary || Content.Encoding == ContentTransferEncoding)
            lines.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Content?.Dispose();

        _isDisposed = true;
        base.Dispose(disposing);
    }

    private static string? NameOf(ContentEncoding encoding) => encoding switch
    {
        ContentEncoding.SevenBit => "7bit",
        ContentEncoding.EightBit => "8bit",
        ContentEncoding.Binary => "binary",
        ContentEncoding.Base64 => "base64",
        ContentEncoding.QuotedPrintable => "quoted-printable",
        ContentEncoding.UUEncode => "x-uuencode",
        _ => null,
    };

    private void WriteTranscoded(Stream lines, CancellationToken cancellationToken)
    {
        if (Coders.EncoderOf(ContentTransferEncoding) is not { } encoder)
        {
            Content!.DecodeTo(lines, cancellationToken);
            return;
        }

        var isUUEncode = ContentTransferEncoding == ContentEncoding.UUEncode;
        if (isUUEncode)
            lines.Write(System.Text.Encoding.UTF8.GetBytes($"begin 0644 {FileName ?? "unknown"}\n"));

        var encoded = new TransferStream(lines, encoder);
        Content!.DecodeTo(encoded, cancellationToken);
        encoded.Complete();

        if (isUUEncode)
            lines.Write("end\n"u8);
    }
}
