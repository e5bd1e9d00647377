namespace MimeKit;

/// <summary>The content of a part.</summary>
public interface IMimeContent : IDisposable
{
    /// <summary>The encoding that the stream is in.</summary>
    ContentEncoding Encoding { get; }

    /// <summary>How the lines of the stream end, if that is known.</summary>
    NewLineFormat? NewLineFormat { get; }

    /// <summary>The content, encoded.</summary>
    Stream Stream { get; }

    /// <summary>The content, decoded as it is read.</summary>
    Stream Open();

    /// <summary>Writes the content, decoded.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    void DecodeTo(Stream stream, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="DecodeTo"/>
    Task DecodeToAsync(Stream stream, CancellationToken cancellationToken = default);

    /// <summary>Writes the content, encoded.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    void WriteTo(Stream stream, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="WriteTo"/>
    Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default);
}
