using MimeKit.IO;

namespace MimeKit.Encodings;

/// <summary>Decodes uuencode: what lies between a <c>begin</c> line and the first line of no length.</summary>
public class UUDecoder : IMimeDecoder, ITransform
{
    private readonly bool _hasOnlyPayload;
    private State _state;
    private int _matched;
    private int _lineLength;
    private int _bits;
    private int _count;

    /// <summary>A decoder that first looks for the <c>begin</c> line.</summary>
    public UUDecoder() : this(false)
    {
    }

    /// <summary>A decoder with nothing decoded yet.</summary>
    /// <param name="payloadOnly">Whether the payload starts at once.</param>
    public UUDecoder(bool payloadOnly)
    {
        _hasOnlyPayload = payloadOnly;
        Reset();
    }

    private enum State : byte
    {
        BeforeBegin,
        WithinOtherLine,
        WithinBegin,
        BeforeLine,
        WithinLine,
        Ended,
    }

    /// <inheritdoc/>
    public ContentEncoding Encoding => ContentEncoding.UUEncode;

    /// <inheritdoc/>
    public IMimeDecoder Clone() => (IMimeDecoder)MemberwiseClone();

    /// <inheritdoc/>
    public int EstimateOutputLength(int inputLength) => inputLength + 3;

    /// <inheritdoc/>
    public int Decode(byte[] input, int startIndex, int length, byte[] output) =>
        Decode(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public void Reset()
    {
        _state = _hasOnlyPayload ? State.BeforeLine : State.BeforeBegin;
        (_matched, _lineLength, _bits, _count) = (0, 0, 0, 0);
    }

    int ITransform.Transform(ReadOnlySpan<byte> input, Span<byte> output) => Decode(input, output);

    int ITransform.Flush(ReadOnlySpan<byte> input, Span<byte> output) => Decode(input, output);

    private static int Rank(byte c) => (c - ' ') & 0x3F;

    private int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = 0;
        foreach (var c in input)
        {
            if (_state < State.BeforeLine)
                FindBegin(c);
            else if (_state == State.Ended)
                break;
            else if (c == '\n')
                _state = State.BeforeLine;
            else if (c != '\r')
                length += DecodePayload(c, output[length..]);
        }

        return length;
    }

    private void FindBegin(byte c)
    {
        if (c == '\n')
        {
            _state = _state == State.WithinBegin ? State.BeforeLine : State.BeforeBegin;
            _matched = 0;
            return;
        }

        if (_state != State.BeforeBegin)
            return;

        var marker = "begin "u8;
        if (c != marker[_matched])
            _state = State.WithinOtherLine;
        else if (++_matched == marker.Length)
            _state = State.WithinBegin;
    }

    private int DecodePayload(byte c, Span<byte> output)
    {
        if (_state == State.BeforeLine || _lineLength == 0)
        {
            _lineLength = Rank(c);
            _state = _lineLength == 0 ? State.Ended : State.WithinLine;
            return 0;
        }

        _bits = _bits << 6 | Rank(c);
        if (++_count < 4)
            return 0;

        var length = Math.Min(3, _lineLength);
        for (var i = 0; i < length; i++)
            output[i] = (byte)(_bits >> (16 - 8 * i));

        _lineLength -= length;
        (_bits, _count) = (0, 0);
        return length;
    }
}
