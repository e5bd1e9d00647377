using System.Buffers;
using System.Text;
using MimeKit.Utils;

namespace MimeKit.Parsing;

/// <summary>Makes headers of the lines of a header block.</summary>
internal sealed class HeaderCollector(ParserOptions options)
{
    private readonly ArrayBufferWriter<byte> _lines = new();
    private int _fieldLength = -1;
    private int _colon = -1;
    private long _offset;

    public List<Header> Headers { get; } = [];

    /// <summary>Whether a line was started that others may continue.</summary>
    public bool HasPending => _lines.WrittenCount > 0;

    /// <summary>How a line starts.</summary>
    public static FieldStart Classify(ReadOnlySpan<byte> line, out int fieldLength, out int colon)
    {
        fieldLength = 0;
        colon = 0;
        while (fieldLength < line.Length && line[fieldLength].Is(ByteKind.FieldText))
            fieldLength++;

        // RFC 5322, section 4.5, allows white space before the colon.
        colon = fieldLength;
        while (colon < line.Length && line[colon].IsBlank())
            colon++;

        if (colon == line.Length)
            return FieldStart.CutShort;

        return line[colon] == ':' && (fieldLength > 0 || colon == 0) ? FieldStart.Field : FieldStart.Invalid;
    }

    public void Start(ReadOnlySpan<byte> line, long offset, int fieldLength, int colon)
    {
        (_offset, _fieldLength, _colon) = (offset, fieldLength, colon);
        Append(line);
    }

    public void StartInvalid(ReadOnlySpan<byte> line, long offset) => Start(line, offset, -1, -1);

    public void Append(ReadOnlySpan<byte> line) => _lines.Write(line);

    /// <summary>Makes a header of the pending lines.</summary>
    public void Flush()
    {
        if (!HasPending)
            return;

        var lines = _lines.WrittenSpan;
        var header = _colon == -1
            ? new Header(options, lines.ToArray(), Encoding.Latin1.GetString(lines), [], isInvalid: true)
            : new Header(options, lines[.._colon].ToArray(), Encoding.ASCII.GetString(lines[.._fieldLength]),
                lines[(_colon + 1)..].ToArray());

        header.Offset = _offset;
        Headers.Add(header);
        _lines.ResetWrittenCount();
    }
}
