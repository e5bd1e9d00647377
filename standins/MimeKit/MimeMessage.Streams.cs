using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading and writing.</content>
public partial class MimeMessage
{
    /// <summary>Reads a message.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="stream">Where from.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public static MimeMessage Load(ParserOptions options, Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        new MimeParser(options, stream, MimeFormat.Entity, persistent).ParseMessage(cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static MimeMessage Load(ParserOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        Load(options, stream, false, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static MimeMessage Load(Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, stream, persistent, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static MimeMessage Load(Stream stream, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, stream, false, cancellationToken);

    /// <summary>Reads a message.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="fileName">The file it is in.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public static MimeMessage Load(ParserOptions options, string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.OpenRead(fileName);
        return Load(options, stream, cancellationToken);
    }

    /// <inheritdoc cref="Load(ParserOptions, string, CancellationToken)"/>
    public static MimeMessage Load(string fileName, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, fileName, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeMessage> LoadAsync(
        ParserOptions options, Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        new MimeParser(options, stream, MimeFormat.Entity, persistent).ParseMessageAsync(cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeMessage> LoadAsync(ParserOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        LoadAsync(options, stream, false, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeMessage> LoadAsync(Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        LoadAsync(ParserOptions.Default, stream, persistent, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeMessage> LoadAsync(Stream stream, CancellationToken cancellationToken = default) =>
        LoadAsync(ParserOptions.Default, stream, false, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, string, CancellationToken)"/>
    public static async Task<MimeMessage> LoadAsync(ParserOptions options, string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.OpenRead(fileName);
        return await LoadAsync(options, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="Load(ParserOptions, string, CancellationToken)"/>
    public static Task<MimeMessage> LoadAsync(string fileName, CancellationToken cancellationToken = default) =>
        LoadAsync(ParserOptions.Default, fileName, cancellationToken);

    /// <summary>Writes the message.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="headersOnly">Whether to leave out the body.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public virtual void WriteTo(FormatOptions options, Stream stream, bool headersOnly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        if (!_isParsed)
            AddMimeVersion();

        if (Body is null)
        {
            Headers.WriteTo(options, stream, cancellationToken);
            return;
        }

        HeaderWriter.Write(options, stream, MergeHeaders(Body.Headers), cancellationToken);
        HeaderWriter.WriteNewLine(options, stream);
        if (headersOnly)
            return;

        if (!_isParsed && !options.EnsureNewLine)
        {
            options = options.Clone();
            options.EnsureNewLine = true;
        }

        Body.WriteTo(options, stream, true, cancellationToken);
    }

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public void WriteTo(FormatOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        WriteTo(options, stream, false, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public void WriteTo(Stream stream, bool headersOnly, CancellationToken cancellationToken = default) =>
        WriteTo(FormatOptions.Default, stream, headersOnly, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public void WriteTo(Stream stream, CancellationToken cancellationToken = default) =>
        WriteTo(FormatOptions.Default, stream, false, cancellationToken);

    /// <summary>Writes the message.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="fileName">The file to write to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public void WriteTo(FormatOptions options, string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.Create(fileName);
        WriteTo(options, stream, cancellationToken);
    }

    /// <inheritdoc cref="WriteTo(FormatOptions, string, CancellationToken)"/>
    public void WriteTo(string fileName, CancellationToken cancellationToken = default) =>
        WriteTo(FormatOptions.Default, fileName, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public virtual Task WriteToAsync(FormatOptions options, Stream stream, bool headersOnly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return AsyncWriting.WriteAsync(target => WriteTo(options, target, headersOnly, cancellationToken), stream, cancellationToken);
    }

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public Task WriteToAsync(FormatOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        WriteToAsync(options, stream, false, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public Task WriteToAsync(Stream stream, bool headersOnly, CancellationToken cancellationToken = default) =>
        WriteToAsync(FormatOptions.Default, stream, headersOnly, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default) =>
        WriteToAsync(FormatOptions.Default, stream, false, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, string, CancellationToken)"/>
    public async Task WriteToAsync(FormatOptions options, string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.Create(fileName);
        await WriteToAsync(options, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="WriteTo(FormatOptions, string, CancellationToken)"/>
    public Task WriteToAsync(string fileName, CancellationToken cancellationToken = default) =>
        WriteToAsync(FormatOptions.Default, fileName, cancellationToken);

    /// <summary>The headers of message and body in the order they were read in; new ones of the message come first.</summary>
    private IEnumerable<Header> MergeHeaders(HeaderList bodyHeaders)
    {
        var i = 0;
        var j = 0;
        while (i < Headers.Count && j < bodyHeaders.Count)
        {
            if (bodyHeaders[j].Offset is not { } bodyOffset)
                break;

            if (Headers[i].Offset is not { } offset || offset < bodyOffset)
                yield return Headers[i++];
            else
                yield return bodyHeaders[j++];
        }

        while (i < Headers.Count)
            yield return Headers[i++];

        while (j < bodyHeaders.Count)
            yield return bodyHeaders[j++];
    }
}
