using System.Collections;
using MimeKit.Parsing;

namespace MimeKit;

/// <summary>Reads messages from a stream.</summary>
public class MimeParser : IEnumerable<MimeMessage>
{
    private MessageReader _reader = null!;

    /// <summary>A parser.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    public MimeParser(Stream stream, bool persistent = false) : this(ParserOptions.Default, stream, MimeFormat.Default, persistent)
    {
    }

    /// <summary>A parser.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="format">What the stream holds.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    public MimeParser(Stream stream, MimeFormat format, bool persistent = false) : this(ParserOptions.Default, stream, format, persistent)
    {
    }

    /// <summary>A parser.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="stream">Where from.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    public MimeParser(ParserOptions options, Stream stream, bool persistent = false) : this(options, stream, MimeFormat.Default, persistent)
    {
    }

    /// <summary>A parser.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="stream">Where from.</param>
    /// <param name="format">What the stream holds.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    public MimeParser(ParserOptions options, Stream stream, MimeFormat format, bool persistent = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Clone();
        SetStream(stream, format, persistent);
    }

    /// <summary>How lenient the parser is.</summary>
    public ParserOptions Options { get; set; }

    /// <summary>Whether everything was read.</summary>
    public bool IsEndOfStream => _reader.IsEndOfStream;

    /// <summary>How far in the stream the parser is.</summary>
    public long Position => _reader.Position;

    /// <summary>Where the <c>From </c> line of the message read last starts.</summary>
    public long MboxMarkerOffset => _reader.MboxMarkerOffset;

    /// <summary>The <c>From </c> line of the message read last.</summary>
    public string? MboxMarker => _reader.MboxMarker;

    /// <summary>Goes on with another stream.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="format">What the stream holds.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    public void SetStream(Stream stream, MimeFormat format, bool persistent = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _reader = new MessageReader(Options, stream, format == MimeFormat.Mbox, persistent);
    }

    /// <summary>Goes on with another stream.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="persistent">Whether contents stay in the stream, which then must not be closed.</param>
    public void SetStream(Stream stream, bool persistent = false) => SetStream(stream, MimeFormat.Default, persistent);

    /// <summary>Reads headers up to the empty line after them.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There are none.</exception>
    public HeaderList ParseHeaders(CancellationToken cancellationToken = default) =>
        Wait(_reader.ReadHeaderListAsync(isSync: true, cancellationToken));

    /// <inheritdoc cref="ParseHeaders"/>
    public Task<HeaderList> ParseHeadersAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadHeaderListAsync(isSync: false, cancellationToken).AsTask();

    /// <summary>Reads an entity.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public MimeEntity ParseEntity(CancellationToken cancellationToken = default) =>
        Wait(_reader.ReadEntityAsync(isSync: true, cancellationToken));

    /// <inheritdoc cref="ParseEntity"/>
    public Task<MimeEntity> ParseEntityAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadEntityAsync(isSync: false, cancellationToken).AsTask();

    /// <summary>Reads the next message.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public MimeMessage ParseMessage(CancellationToken cancellationToken = default) =>
        Wait(_reader.ReadMessageAsync(isSync: true, cancellationToken));

    /// <inheritdoc cref="ParseMessage"/>
    public Task<MimeMessage> ParseMessageAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadMessageAsync(isSync: false, cancellationToken).AsTask();

    /// <summary>Reads all messages, each when it is asked for.</summary>
    public IEnumerator<MimeMessage> GetEnumerator()
    {
        while (!IsEndOfStream)
            yield return ParseMessage();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The result of what never had to wait.</summary>
    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
