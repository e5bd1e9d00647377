using MimeKit.IO;
using MimeKit.Utils;

namespace MimeKit.Encodings;

/// <summary>Encodes quoted-printable (RFC 2045, section 6.7) with soft line breaks.</summary>
public class QuotedPrintableEncoder : IMimeEncoder, ITransform
{
    private const int Nothing = -1;

    private readonly int _breakAfter;
    private int _lineLength;
    private int _held = Nothing;

    /// <summary>An encoder with nothing to encode yet.</summary>
    /// <param name="maxLineLength">The longest a line may get, 60 to 998.</param>
    public QuotedPrintableEncoder(int maxLineLength = 72)
    {
        _breakAfter = (Arguments.CheckLineLength(maxLineLength) - 1) / 3 * 3;
    }

    /// <inheritdoc/>
    public ContentEncoding Encoding => ContentEncoding.QuotedPrintable;

    /// <inheritdoc/>
    public IMimeEncoder Clone() => (IMimeEncoder)MemberwiseClone();

    /// <inheritdoc/>
    public int EstimateOutputLength(int inputLength)
    {
        // Three per octet, a soft break per line, the octet held back and the break at the end.
        var escaped = inputLength * 3;
        return escaped + escaped / _breakAfter * 2 + 10;
    }

    /// <inheritdoc/>
    public int Encode(byte[] input, int startIndex, int length, byte[] output) =>
        Encode(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public int Flush(byte[] input, int startIndex, int length, byte[] output) =>
        Flush(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public void Reset() => (_lineLength, _held) = (0, Nothing);

    int ITransform.Transform(ReadOnlySpan<byte> input, Span<byte> output) => Encode(input, output);

    int ITransform.Flush(ReadOnlySpan<byte> input, Span<byte> output) => Flush(input, output);

    private int Encode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = 0;
        foreach (var c in input)
        {
            switch (c)
            {
                case (byte)'\r':
                    length += WriteHeldEscaped(output[length..]);
                    _held = c;
                    break;
                case (byte)'\n':
                    if (_held != '\r')
                        length += WriteHeldEscaped(output[length..]);

                    output[length++] = c;
                    Reset();
                    break;
                default:
                    length += WriteWithinLine(c, output[length..]);
                    break;
            }
        }

        return length;
    }

    private int WriteWithinLine(byte c, Span<byte> output)
    {
        var length = 0;
        if (_held != Nothing)
            length = Write((byte)_held, output);

        _held = Nothing;
        if (_lineLength > _breakAfter)
        {
            output[length++] = (byte)'=';
            output[length++] = (byte)'\n';
            _lineLength = 0;
        }

        // White space at the end of a line would get lost, so it waits for what follows.
        if (c.IsBlank())
        {
            _held = c;
            return length;
        }

        return length + Write(c, output[length..]);
    }

    private int Write(byte c, Span<byte> output)
    {
        if (!c.Is(ByteKind.QuotedPrintableSafe))
            return WriteEscaped(c, output);

        output[0] = c;
        _lineLength++;
        return 1;
    }

    private int WriteHeldEscaped(Span<byte> output)
    {
        if (_held == Nothing)
            return 0;

        var length = WriteEscaped((byte)_held, output);
        _held = Nothing;
        return length;
    }

    private int WriteEscaped(byte c, Span<byte> output)
    {
        output[0] = (byte)'=';
        output[1] = (byte)Convert.ToHexString([c])[0];
        output[2] = (byte)Convert.ToHexString([c])[1];
        _lineLength += 3;
        return 3;
    }

    private int Flush(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = Encode(input, output);
        length += WriteHeldEscaped(output[length..]);
        if (_lineLength > 0)
        {
            // A soft break, so that decoding does not add a line end.
            output[length++] = (byte)'=';
            output[length++] = (byte)'\n';
        }

        Reset();
        return length;
    }
}
