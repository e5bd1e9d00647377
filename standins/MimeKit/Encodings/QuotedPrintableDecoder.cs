using MimeKit.IO;
using MimeKit.Utils;

namespace MimeKit.Encodings;

/// <summary>
/// Decodes quoted-printable (RFC 2045, section 6.7), or the Q encoding of encoded words (RFC 2047, section 4.2). What is no valid
/// escape comes out as it went in.
/// </summary>
public class QuotedPrintableDecoder : IMimeDecoder, ITransform
{
    private readonly bool _isForEncodedWords;
    private State _state;
    private byte _held;

    /// <summary>A decoder for content.</summary>
    public QuotedPrintableDecoder() : this(false)
    {
    }

    /// <summary>A decoder with nothing decoded yet.</summary>
    /// <param name="rfc2047">Whether it is for encoded words, in which an underscore is a space.</param>
    public QuotedPrintableDecoder(bool rfc2047)
    {
        _isForEncodedWords = rfc2047;
    }

    private enum State : byte
    {
        Literal,
        AfterEquals,
        SoftBreak,
        HexDigit,
    }

    /// <inheritdoc/>
    public ContentEncoding Encoding => ContentEncoding.QuotedPrintable;

    /// <inheritdoc/>
    public IMimeDecoder Clone() => (IMimeDecoder)MemberwiseClone();

    /// <inheritdoc/>
    public int EstimateOutputLength(int inputLength) => inputLength + 3;

    /// <inheritdoc/>
    public int Decode(byte[] input, int startIndex, int length, byte[] output) =>
        Decode(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public void Reset() => (_state, _held) = (State.Literal, 0);

    int ITransform.Transform(ReadOnlySpan<byte> input, Span<byte> output) => Decode(input, output);

    int ITransform.Flush(ReadOnlySpan<byte> input, Span<byte> output) => Decode(input, output);

    internal int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = 0;
        foreach (var c in input)
        {
            switch (_state)
            {
                case State.Literal when c == '=':
                    _state = State.AfterEquals;
                    break;
                case State.Literal:
                    output[length++] = _isForEncodedWords && c == '_' ? (byte)' ' : c;
                    break;
                case State.AfterEquals:
                    length += DecodeAfterEquals(c, output[length..]);
                    break;
                case State.SoftBreak:
                    length += DecodeAfterReturn(c, output[length..]);
                    break;
                case State.HexDigit:
                    length += DecodeSecondDigit(c, output[length..]);
                    break;
            }
        }

        return length;
    }

    private int DecodeAfterEquals(byte c, Span<byte> output)
    {
        switch (c)
        {
            case (byte)'\n':
                _state = State.Literal;
                return 0;
            case (byte)'\r':
                _state = State.SoftBreak;
                return 0;
            case (byte)'=':
                output[0] = c;
                return 1;
        }

        if (c.IsHexDigit())
        {
            (_state, _held) = (State.HexDigit, c);
            return 0;
        }

        _state = State.Literal;
        output[0] = (byte)'=';
        output[1] = c;
        return 2;
    }

    private int DecodeAfterReturn(byte c, Span<byte> output)
    {
        _state = State.Literal;
        if (c == '\n')
            return 0;

        output[0] = (byte)'=';
        output[1] = (byte)'\r';
        output[2] = c;
        return 3;
    }

    private int DecodeSecondDigit(byte c, Span<byte> output)
    {
        _state = State.Literal;
        if (c.IsHexDigit())
        {
            output[0] = (byte)(_held.HexValue() << 4 | c.HexValue());
            return 1;
        }

        output[0] = (byte)'=';
        output[1] = _held;
        output[2] = c;
        return 3;
    }
}
