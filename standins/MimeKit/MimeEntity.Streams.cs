using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading and writing.</content>
public abstract partial class MimeEntity
{
    /// <summary>Reads an entity.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="stream">Where from.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public static MimeEntity Load(ParserOptions options, Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        new MimeParser(options, stream, MimeFormat.Entity, persistent).ParseEntity(cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static MimeEntity Load(ParserOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        Load(options, stream, false, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static MimeEntity Load(Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, stream, persistent, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static MimeEntity Load(Stream stream, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, stream, false, cancellationToken);

    /// <summary>Reads an entity.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="fileName">The file it is in.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public static MimeEntity Load(ParserOptions options, string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.OpenRead(fileName);
        return Load(options, stream, cancellationToken);
    }

    /// <inheritdoc cref="Load(ParserOptions, string, CancellationToken)"/>
    public static MimeEntity Load(string fileName, CancellationToken cancellationToken = default) =>
        Load(ParserOptions.Default, fileName, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeEntity> LoadAsync(
        ParserOptions options, Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        new MimeParser(options, stream, MimeFormat.Entity, persistent).ParseEntityAsync(cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeEntity> LoadAsync(ParserOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        LoadAsync(options, stream, false, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeEntity> LoadAsync(Stream stream, bool persistent, CancellationToken cancellationToken = default) =>
        LoadAsync(ParserOptions.Default, stream, persistent, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, Stream, bool, CancellationToken)"/>
    public static Task<MimeEntity> LoadAsync(Stream stream, CancellationToken cancellationToken = default) =>
        LoadAsync(ParserOptions.Default, stream, false, cancellationToken);

    /// <inheritdoc cref="Load(ParserOptions, string, CancellationToken)"/>
    public static async Task<MimeEntity> LoadAsync(string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.OpenRead(fileName);
        return await LoadAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the entity.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="contentOnly">Whether to leave out the headers.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public virtual void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        if (!contentOnly)
            Headers.WriteTo(options, stream, cancellationToken);
    }

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public void WriteTo(FormatOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        WriteTo(options, stream, false, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public void WriteTo(Stream stream, bool contentOnly, CancellationToken cancellationToken = default) =>
        WriteTo(FormatOptions.Default, stream, contentOnly, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public void WriteTo(Stream stream, CancellationToken cancellationToken = default) =>
        WriteTo(FormatOptions.Default, stream, false, cancellationToken);

    /// <summary>Writes the entity.</summary>
    /// <param name="fileName">The file to write to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public void WriteTo(string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.Create(fileName);
        WriteTo(stream, cancellationToken);
    }

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public virtual Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return AsyncWriting.WriteAsync(target => WriteTo(options, target, contentOnly, cancellationToken), stream, cancellationToken);
    }

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public Task WriteToAsync(FormatOptions options, Stream stream, CancellationToken cancellationToken = default) =>
        WriteToAsync(options, stream, false, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public Task WriteToAsync(Stream stream, bool contentOnly, CancellationToken cancellationToken = default) =>
        WriteToAsync(FormatOptions.Default, stream, contentOnly, cancellationToken);

    /// <inheritdoc cref="WriteTo(FormatOptions, Stream, bool, CancellationToken)"/>
    public Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default) =>
        WriteToAsync(FormatOptions.Default, stream, false, cancellationToken);

    /// <inheritdoc cref="WriteTo(string, CancellationToken)"/>
    public async Task WriteToAsync(string fileName, CancellationToken cancellationToken = default)
    {
        using var stream = File.Create(fileName);
        await WriteToAsync(stream, cancellationToken).ConfigureAwait(false);
    }
}
