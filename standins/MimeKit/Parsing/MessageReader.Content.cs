using MimeKit.IO;

namespace MimeKit.Parsing;

/// <content>What follows the headers.</content>
internal sealed partial class MessageReader
{
    /// <summary>How the lines of the content read last end.</summary>
    private NewLineFormat? _newLineFormat;

    private MimeEntity CreateEntity(ContentType contentType, List<Header> headers, bool isTopLevel, int depth)
    {
        var args = new MimeEntityConstructorArgs(_options, contentType, headers, isTopLevel);
        var isNestable = depth < _options.MaxMimeDepth;
        if (isNestable && contentType.IsMimeType("multipart", "*"))
        {
            return contentType.MediaSubtype.ToLowerInvariant() switch
            {
                "alternative" => new MultipartAlternative(args),
                "related" => new MultipartRelated(args),
                "report" => new MultipartReport(args),
                _ => new Multipart(args),
            };
        }

        if (isNestable && IsMessage(contentType) && !IsEncoded(headers))
            return new MessagePart(args);

        if (isNestable && IsHeadersOnly(contentType) && !IsEncoded(headers))
            return new TextRfc822Headers(args);

        return contentType.IsMimeType("text", "*") || contentType.IsMimeType("application", "rtf")
            ? new TextPart(args) : new MimePart(args);
    }

    private static bool IsMessage(ContentType contentType) => contentType.MediaType.Equals("message", StringComparison.OrdinalIgnoreCase) &&
        contentType.MediaSubtype.ToLowerInvariant() is "rfc822" or "global" or "news" or "external-body" or "rfc2822";

    private static bool IsHeadersOnly(ContentType contentType) =>
        contentType.IsMimeType("text", "rfc822-headers") || contentType.IsMimeType("message", "global-headers");

    /// <summary>Whether the content has to be decoded before it is a message, which RFC 2046, section 5.2.1, forbids.</summary>
    private static bool IsEncoded(List<Header> headers)
    {
        var header = headers.Find(header => header.Id == HeaderId.ContentTransferEncoding);
        return header is not null && !(Utils.MimeUtils.TryParse(header.Value, out ContentEncoding encoding) &&
            encoding is (ContentEncoding.SevenBit or ContentEncoding.EightBit or ContentEncoding.Binary));
    }

    private ValueTask ReadContentAsync(MimeEntity entity, int depth) => entity switch
    {
        Multipart multipart => ReadMultipartAsync(multipart, depth),
        MessagePart part => ReadMessagePartAsync(part, depth),
        _ => ReadPartAsync((MimePart)entity),
    };

    private async ValueTask ReadPartAsync(MimePart part)
    {
        var start = _input.Offset;
        var memory = _isPersistent ? null : new MemoryStream();
        var (length, lineEnd) = await ReadLinesAsync(memory).ConfigureAwait(false);
        if (length == 0)
            return;

        length -= lineEnd;
        Stream content;
        if (memory is null)
        {
            content = new SliceStream(_stream, start, start + length);
        }
        else
        {
            memory.SetLength(length);
            memory.Position = 0;
            content = memory;
        }

        part.Content = new MimeContent(content, part.ContentTransferEncoding) { NewLineFormat = _newLineFormat };
    }

    private async ValueTask ReadMessagePartAsync(MessagePart part, int depth)
    {
        if (_boundaries.HasAny)
        {
            if (!await PeekAsync().ConfigureAwait(false))
            {
                _boundaries.SetEndOfStream();
                return;
            }

            if (IsAtBoundary())
                return;
        }

        var headers = await ReadHeadersAsync(HeaderPlace.Part).ConfigureAwait(false);
        var message = new MimeMessage(_options, headers) { MboxMarker = PreHeader };
        part.Message = message;
        message.Body = CreateEntity(ReadContentType(headers, null), headers, isTopLevel: true, depth + 1);
        await ReadContentAsync(message.Body, depth + 1).ConfigureAwait(false);
    }

    private async ValueTask ReadMultipartAsync(Multipart multipart, int depth)
    {
        multipart.HasEndBoundary = false;
        if (multipart.Boundary is not { } boundary)
        {
            multipart.RawPreamble = await ReadTextAsync(trimsLineEnd: false).ConfigureAwait(false);
            return;
        }

        _boundaries.Push(new Boundary(boundary));
        multipart.RawPreamble = await ReadTextAsync(trimsLineEnd: false).ConfigureAwait(false);
        while (_boundaries.IsAtStart)
            await ReadChildAsync(multipart, depth).ConfigureAwait(false);

        var isAtEnd = _boundaries.IsAtEnd;
        _boundaries.Pop();
        if (!isAtEnd)
            return;

        // The line end stays with what follows, so that it is written as it was.
        multipart.HasEndBoundary = true;
        _boundaries.Reset();
        var line = _input.Current;
        _input.Consume(line.Length - (line.EndsWith("\r\n"u8) ? 2 : _input.EndsLine ? 1 : 0));
        multipart.RawEpilogue = await ReadTextAsync(trimsLineEnd: true).ConfigureAwait(false);
    }

    private async ValueTask ReadChildAsync(Multipart multipart, int depth)
    {
        var hasContent = _input.EndsLine;
        _input.Consume();
        if (!hasContent)
        {
            _boundaries.SetEndOfStream();
            return;
        }

        var headers = await ReadHeadersAsync(HeaderPlace.Part).ConfigureAwait(false);

        // Two boundaries in a row have nothing between them, not even an empty part.
        if (headers.Count == 0 && await PeekAsync().ConfigureAwait(false) && IsAtBoundary())
            return;

        var entity = CreateEntity(ReadContentType(headers, multipart.ContentType), headers, isTopLevel: false, depth + 1);
        multipart.AddParsed(entity);
        await ReadContentAsync(entity, depth + 1).ConfigureAwait(false);
    }

    private async ValueTask<byte[]?> ReadTextAsync(bool trimsLineEnd)
    {
        using var memory = new MemoryStream();
        var (length, lineEnd) = await ReadLinesAsync(memory).ConfigureAwait(false);
        if (length == 0)
            return null;

        memory.SetLength(length - (trimsLineEnd ? lineEnd : 0));
        return memory.ToArray();
    }

    /// <summary>Reads up to a boundary or the end.</summary>
    /// <returns>How much was read, and how much of it is the line end that belongs to the boundary.</returns>
    private async ValueTask<(long Length, int LineEnd)> ReadLinesAsync(MemoryStream? target)
    {
        var length = 0L;
        var lineEnd = 0;
        var endedInReturn = false;
        _newLineFormat = null;
        _boundaries.Reset();
        while (await PeekAsync().ConfigureAwait(false))
        {
            if (IsAtBoundary())
                return (length, lineEnd);

            var piece = _input.Current;
            var isDos = piece.EndsWith("\r\n"u8) || (endedInReturn && piece is [(byte)'\n']);
            lineEnd = isDos ? 2 : _input.EndsLine ? 1 : 0;
            AddLineEnd(lineEnd);
            endedInReturn = piece[^1] == '\r';
            length += piece.Length;
            target?.Write(piece);
            _input.Consume();
        }

        _boundaries.SetEndOfStream();
        return (length, 0);
    }

    private void AddLineEnd(int lineEnd)
    {
        if (lineEnd == 0)
            return;

        var format = lineEnd == 2 ? NewLineFormat.Dos : NewLineFormat.Unix;
        _newLineFormat = _newLineFormat is null || _newLineFormat == format ? format : NewLineFormat.Mixed;
    }
}
