using System.Text;
using MimeKit.Utils;

namespace MimeKit.Parsing;

/// <summary>Reads messages and entities off a stream. Synchronously it never waits, so its tasks are done when they return.</summary>
internal sealed partial class MessageReader
{
    private readonly ParserOptions _options;
    private readonly Stream _stream;
    private readonly LineInput _input;
    private readonly BoundaryStack _boundaries = new();
    private readonly bool _isMbox;
    private readonly bool _isPersistent;
    private bool _isStarted;

    /// <summary>Where the first message starts, after the byte order mark if there is one.</summary>
    private long _start;

    /// <summary>Where the content of the message ends, by its Content-Length.</summary>
    private long _contentEnd;

    private bool _isSync;
    private CancellationToken _cancellationToken;

    public MessageReader(ParserOptions options, Stream stream, bool isMbox, bool isPersistent)
    {
        _options = options;
        _stream = stream;
        _isMbox = isMbox;
        _isPersistent = isPersistent && stream.CanSeek;
        _input = new LineInput(stream, _isPersistent);
        if (isMbox)
            _boundaries.Push(Boundary.CreateMbox());
    }

    public bool IsEndOfStream { get; private set; }

    public string? MboxMarker { get; private set; }

    public long MboxMarkerOffset { get; private set; } = -1;

    public long Position => _input.Offset;

    /// <summary>The line that stood where the headers of an embedded message should have.</summary>
    private byte[]? PreHeader { get; set; }

    public async ValueTask<MimeMessage> ReadMessageAsync(bool isSync, CancellationToken cancellationToken)
    {
        await StartAsync(isSync, cancellationToken).ConfigureAwait(false);
        if (_input.Offset == _start && !await PeekAsync().ConfigureAwait(false))
        {
            IsEndOfStream = true;
            throw new FormatException("The stream is empty.");
        }

        if (_isMbox)
            await ReadMboxMarkerAsync().ConfigureAwait(false);

        var headers = await ReadHeadersAsync(HeaderPlace.Message).ConfigureAwait(false);
        if (_isMbox && _options.RespectContentLength)
            _contentEnd = FindContentEnd(headers);

        var message = new MimeMessage(_options, headers);
        message.Body = CreateEntity(ReadContentType(headers, null), headers, isTopLevel: true, depth: 0);
        await ReadContentAsync(message.Body, 0).ConfigureAwait(false);

        IsEndOfStream = _boundaries.IsAtEndOfStream;
        return message;
    }

    public async ValueTask<MimeEntity> ReadEntityAsync(bool isSync, CancellationToken cancellationToken)
    {
        await StartAsync(isSync, cancellationToken).ConfigureAwait(false);
        var headers = await ReadHeadersAsync(HeaderPlace.Entity).ConfigureAwait(false);
        var entity = CreateEntity(ReadContentType(headers, null), headers, isTopLevel: false, depth: 0);
        await ReadContentAsync(entity, 0).ConfigureAwait(false);
        IsEndOfStream = true;
        return entity;
    }

    public async ValueTask<HeaderList> ReadHeaderListAsync(bool isSync, CancellationToken cancellationToken)
    {
        await StartAsync(isSync, cancellationToken).ConfigureAwait(false);
        var headers = await ReadHeadersAsync(HeaderPlace.Entity).ConfigureAwait(false);
        var list = new HeaderList(_options);
        foreach (var header in headers)
            list.Add(header);

        return list;
    }

    private async ValueTask StartAsync(bool isSync, CancellationToken cancellationToken)
    {
        (_isSync, _cancellationToken) = (isSync, cancellationToken);
        _boundaries.Reset();
        _contentEnd = 0;
        if (_isStarted)
            return;

        _isStarted = true;
        if (await PeekAsync().ConfigureAwait(false) && _input.Current.StartsWith("\uFEFF"u8))
            _input.Consume(3);

        _start = _input.Offset;
    }

    private ValueTask<bool> PeekAsync() => _input.PeekAsync(_isSync, _cancellationToken);

    private bool IsAtBoundary() =>
        _input.IsLineStart && _boundaries.HasAny && _boundaries.TryMatch(_input.Current, _contentEnd > 0 && _input.Offset < _contentEnd);

    /// <summary>Finds the next <c>From </c> line, whatever is before it.</summary>
    private async ValueTask ReadMboxMarkerAsync()
    {
        (MboxMarker, MboxMarkerOffset) = (null, -1);
        while (await PeekAsync().ConfigureAwait(false))
        {
            if (!_input.IsLineStart || !_input.Current.StartsWith("From "u8))
            {
                _input.Consume();
                continue;
            }

            var offset = _input.Offset;
            var marker = new List<byte>();
            while (await PeekAsync().ConfigureAwait(false))
            {
                var isEnd = _input.EndsLine;
                marker.AddRange(_input.Current);
                _input.Consume();
                if (isEnd)
                {
                    MboxMarker = Encoding.UTF8.GetString([.. marker]).TrimEnd('\r', '\n');
                    MboxMarkerOffset = offset;
                    return;
                }
            }
        }

        throw new FormatException("There is no message in the mbox.");
    }

    private long FindContentEnd(List<Header> headers)
    {
        foreach (var header in headers)
        {
            if (!header.Field.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                continue;

            var lexer = new Lexer(header.RawValue);
            lexer.SkipWhiteSpace();
            if (lexer.TryReadInt32(out var length))
                return _input.Offset + length;
        }

        return 0;
    }

    private ContentType ReadContentType(List<Header> headers, ContentType? parent)
    {
        foreach (var header in headers)
        {
            if (header.Field.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                return ContentType.ReadLeniently(_options, header.RawValue);
        }

        // RFC 2046, section 5.1.5.
        return parent is not null && parent.IsMimeType("multipart", "digest")
            ? new ContentType("message", "rfc822")
            : new ContentType("text", "plain");
    }
}
