using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading and writing.</content>
public partial class HeaderList
{
    /// <summary>Reads headers up to the empty line after them.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="stream">Where from.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There are none.</exception>
    public static HeaderList Load(ParserOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        new MimeParser(options, stream, MimeFormat.Entity).ParseHeaders(cancellationToken);

    /// <summary>Reads headers up to the empty line after them.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There are none.</exception>
    public static HeaderList Load(Stream stream, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, stream, cancellationToken);

    /// <summary>Reads headers up to the empty line after them.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="fileName">The file they are in.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There are none.</exception>
    public static HeaderList Load(ParserOptions options, string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.OpenRead(fileName);
        return Load(options, stream, cancellationToken);
    }

    /// <summary>Reads headers up to the empty line after them.</summary>
    /// <param name="fileName">The file they are in.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There are none.</exception>
    public static HeaderList Load(string fileName, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, fileName, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, CancellationToken)"/>
    public static Task<HeaderList> LoadAsync(ParserOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        new MimeParser(options, stream, MimeFormat.Entity).ParseHeadersAsync(cancellationToken);

    /// <inheritdoc cref="Load(Stream, CancellationToken)"/>
    public static Task<HeaderList> LoadAsync(Stream stream, CancellationToken cancellationToken = default) =>
        LoadAsync(ParserOptions.Default, stream, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, string, CancellationToken)"/>
    public static async Task<HeaderList> LoadAsync(ParserOptions options, string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.OpenRead(fileName);
        return await LoadAsync(options, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="Load(string, CancellationToken)"/>
    public static Task<HeaderList> LoadAsync(string fileName, CancellationToken cancellationToken = default) =>
        LoadAsync(ParserOptions.Default, fileName, cancellationToken);

    /// <summary>Writes the headers and the empty line after them.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public void WriteTo(FormatOptions options, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        HeaderWriter.Write(options, stream, _headers, cancellationToken);
        HeaderWriter.WriteNewLine(options, stream);
    }

    /// <summary>Writes the headers and the empty line after them.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public void WriteTo(Stream stream, CancellationToken cancellationToken = default) =>
        WriteTo(FormatOptions.Default, stream, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, CancellationToken)"/>
    public Task WriteToAsync(FormatOptions options, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return AsyncWriting.WriteAsync(target => WriteTo(options, target, cancellationToken), stream, cancellationToken);
    }

    /// <inheritdoc cref="WriteTo(Stream, CancellationToken)"/>
    public Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default) =>
        WriteToAsync(FormatOptions.Default, stream, cancellationToken);
}
