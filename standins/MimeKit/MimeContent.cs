using MimeKit.Encodings;
using MimeKit.IO;

namespace MimeKit;

/// <summary>The content of a part, in a stream.</summary>
public class MimeContent : IMimeContent
{
    private const int BufferLength = 4096;

    private bool _isDisposed;

    /// <summary>Content.</summary>
    /// <param name="stream">A seekable stream of the content, encoded.</param>
    /// <param name="encoding">The encoding that the stream is in.</param>
    public MimeContent(Stream stream, ContentEncoding encoding = ContentEncoding.Default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
            throw new ArgumentException("The stream cannot be read.", nameof(stream));

        if (!stream.CanSeek)
            throw new ArgumentException("The stream cannot be read twice.", nameof(stream));

        Stream = stream;
        Encoding = encoding;
    }

    /// <inheritdoc/>
    public ContentEncoding Encoding { get; }

    /// <inheritdoc/>
    public NewLineFormat? NewLineFormat { get; set; }

    /// <inheritdoc/>
    public Stream Stream { get; }

    /// <inheritdoc/>
    public Stream Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var decoded = new MemoryStream();
        DecodeTo(decoded);
        decoded.Position = 0;
        return decoded;
    }

    /// <inheritdoc/>
    public void DecodeTo(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (Coders.DecoderOf(Encoding) is not { } decoder)
        {
            WriteTo(stream, cancellationToken);
            return;
        }

        var target = new TransferStream(stream, decoder);
        WriteTo(target, cancellationToken);
        target.Complete();
    }

    /// <inheritdoc/>
    public async Task DecodeToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (Coders.DecoderOf(Encoding) is null)
        {
            await WriteToAsync(stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var decoded = new MemoryStream();
        DecodeTo(decoded, cancellationToken);
        await stream.WriteAsync(decoded.GetBuffer().AsMemory(0, (int)decoded.Length), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void WriteTo(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var buffer = new byte[BufferLength];
        Stream.Position = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Stream.Read(buffer);
            if (count == 0)
                break;

            stream.Write(buffer.AsSpan(0, count));
        }

        Stream.Position = 0;
    }

    /// <inheritdoc/>
    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Stream.Position = 0;
        await Stream.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        Stream.Position = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the stream.</summary>
    /// <param name="disposing">Whether this is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Stream.Dispose();

        _isDisposed = true;
    }
}
