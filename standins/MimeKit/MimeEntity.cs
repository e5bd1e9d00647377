using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A node of a message's body: a part, a multipart or a message within the message.</summary>
public abstract partial class MimeEntity : IDisposable
{
    private byte[]? _contentTypeRaw;
    private ContentDisposition? _contentDisposition;
    private bool _isDispositionRead;
    private bool _isSerializing;

    /// <summary>An entity that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    protected MimeEntity(MimeEntityConstructorArgs args)
    {
        ArgumentNullException.ThrowIfNull(args);
        Headers = new HeaderList(args.Options);
        foreach (var header in args.Headers)
        {
            if (!args.IsTopLevel || IsContentHeader(header))
                Headers.Add(header);
        }

        ContentType = args.ContentType;
        ContentType.Changed += SerializeContentType;
        _contentTypeRaw = FindContentTypeRaw();
        Headers.Changed += OnHeadersChanged;
    }

    /// <summary>A new entity.</summary>
    /// <param name="contentType">The kind of its content.</param>
    protected MimeEntity(ContentType contentType)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        Headers = new HeaderList();
        ContentType = contentType;
        ContentType.Changed += SerializeContentType;
        SerializeContentType();
        Headers.Changed += OnHeadersChanged;
    }

    /// <summary>A new entity.</summary>
    /// <param name="mediaType">The type of its content.</param>
    /// <param name="mediaSubtype">The subtype of its content.</param>
    protected MimeEntity(string mediaType, string mediaSubtype) : this(new ContentType(mediaType, mediaSubtype))
    {
    }

    /// <summary>The headers.</summary>
    public HeaderList Headers { get; }

    /// <summary>The kind of content.</summary>
    public ContentType ContentType { get; private set; }

    /// <summary>Whether the content is to be shown or saved, if that is said.</summary>
    public ContentDisposition? ContentDisposition
    {
        get
        {
            if (_isDispositionRead)
                return _contentDisposition;

            _isDispositionRead = true;
            if (Headers.TryGetHeader(HeaderId.ContentDisposition, out var header))
                _contentDisposition = ContentDisposition.ReadLeniently(Headers.Options, header.RawValue);

            if (_contentDisposition is not null)
                _contentDisposition.Changed += SerializeContentDisposition;

            return _contentDisposition;
        }

        set
        {
            if (ReferenceEquals(ContentDisposition, value))
                return;

            if (_contentDisposition is not null)
                _contentDisposition.Changed -= SerializeContentDisposition;

            _contentDisposition = value;
            if (value is null)
            {
                RemoveHeader(HeaderId.ContentDisposition);
                return;
            }

            value.Changed += SerializeContentDisposition;
            SerializeContentDisposition();
        }
    }

    /// <summary>What other parts call this one (RFC 2392), without angle brackets.</summary>
    public string? ContentId
    {
        get => Headers.TryGetHeader(HeaderId.ContentId, out var header) ? MessageIds.Parse(header.RawValue) : null;
        set
        {
            if (value is null)
            {
                RemoveHeader(HeaderId.ContentId);
                return;
            }

            var id = MessageIds.Parse(Encoding.UTF8.GetBytes(value)) ??
                throw new ArgumentException("This is no content identifier.", nameof(value));
            SetHeader("Content-Id", $"<{id}>");
        }
    }

    /// <summary>The base of relative links in the content.</summary>
    public Uri? ContentBase
    {
        get => Uri.TryCreate(Headers[HeaderId.ContentBase], UriKind.Absolute, out var uri) ? uri : null;
        set => SetOrRemoveHeader(HeaderId.ContentBase, value?.ToString());
    }

    /// <summary>Where the content is from (RFC 2557).</summary>
    public Uri? ContentLocation
    {
        get
        {
            var location = Headers[HeaderId.ContentLocation];
            return location is not null && Uri.TryCreate(location, UriKind.RelativeOrAbsolute, out var uri) ? uri : null;
        }

        set => SetOrRemoveHeader(HeaderId.ContentLocation, value?.OriginalString);
    }

    /// <summary>Whether the content is to be saved.</summary>
    public bool IsAttachment
    {
        get => ContentDisposition is { IsAttachment: true };
        set
        {
            if (ContentDisposition is { } disposition)
                disposition.IsAttachment = value;
            else if (value)
                ContentDisposition = new ContentDisposition(MimeKit.ContentDisposition.Attachment);
        }
    }

    /// <summary>Chooses content encodings that a transport can carry.</summary>
    /// <param name="constraint">What the transport can carry.</param>
    /// <param name="maxLineLength">The longest line it can carry.</param>
    public abstract void Prepare(EncodingConstraint constraint, int maxLineLength = 78);

    /// <summary>The entity as it is written, with a character for each octet.</summary>
    public override string ToString()
    {
        using var memory = new MemoryStream();
        WriteTo(memory);
        return Encoding.Latin1.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    internal static bool IsContentHeader(Header header) => header.Field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Closes the content.</summary>
    /// <param name="disposing">Whether this is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Sets the value of a header.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">The value.</param>
    protected void SetHeader(string name, string value) => Headers[name] = value;

    /// <summary>Removes the headers of a field.</summary>
    /// <param name="name">The field.</param>
    protected void RemoveHeader(string name) => Headers.RemoveAll(name);

    private protected static void CheckLineLength(int maxLineLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineLength, FormatOptions.MinimumLineLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLineLength, FormatOptions.MaximumLineLength);
    }

    private protected void SetOrRemoveHeader(HeaderId id, string? value)
    {
        if (value is null)
            RemoveHeader(id);
        else
            SetHeader(id.ToHeaderName(), value);
    }

    private void RemoveHeader(HeaderId id) => Headers.RemoveAll(id);

    private byte[]? FindContentTypeRaw() => Headers.TryGetHeader(HeaderId.ContentType, out var header) ? header.RawValue : null;

    private void SerializeContentType() =>
        Serialize(HeaderId.ContentType, ContentType.Encode(FormatOptions.Default, Encoding.UTF8));

    private void SerializeContentDisposition() =>
        Serialize(HeaderId.ContentDisposition, _contentDisposition!.Encode(FormatOptions.Default, Encoding.UTF8));

    private void Serialize(HeaderId id, string rawValue)
    {
        _isSerializing = true;
        Headers.Replace(new Header(Headers.Options, id, id.ToHeaderName(), Encoding.UTF8.GetBytes(rawValue)));
        _isSerializing = false;
        _contentTypeRaw = FindContentTypeRaw();
    }

    private void OnHeadersChanged(HeaderListChangedAction action, Header? header)
    {
        if (_isSerializing)
            return;

        if (_contentDisposition is not null)
            _contentDisposition.Changed -= SerializeContentDisposition;

        (_contentDisposition, _isDispositionRead) = (null, false);

        var raw = FindContentTypeRaw();
        if (raw is null || ReferenceEquals(raw, _contentTypeRaw))
            return;

        _contentTypeRaw = raw;
        ContentType.Changed -= SerializeContentType;
        ContentType = ContentType.ReadLeniently(Headers.Options, raw);
        ContentType.Changed += SerializeContentType;
    }
}
