using MimeKit.IO;

namespace MimeKit.Encodings;

/// <summary>Encodes base64 (RFC 2045, section 6.8) in lines of up to 76 characters.</summary>
public class Base64Encoder : IMimeEncoder, ITransform
{
    private const int MaxRfc2045LineLength = 76;

    private readonly int _quartetsPerLine;
    private int _quartets;
    private int _bits;
    private int _count;

    /// <summary>An encoder with nothing to encode yet.</summary>
    /// <param name="maxLineLength">The longest a line may get, 60 to 998; more than 76 makes no difference.</param>
    public Base64Encoder(int maxLineLength = MaxRfc2045LineLength)
    {
        _quartetsPerLine = Math.Min(Arguments.CheckLineLength(maxLineLength), MaxRfc2045LineLength) / 4;
    }

    internal static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    /// <inheritdoc/>
    public ContentEncoding Encoding => ContentEncoding.Base64;

    /// <inheritdoc/>
    public IMimeEncoder Clone() => (IMimeEncoder)MemberwiseClone();

    /// <inheritdoc/>
    public int EstimateOutputLength(int inputLength)
    {
        var lineLength = _quartetsPerLine * 4 + 1;
        return (inputLength + 2) / (_quartetsPerLine * 3) * lineLength + lineLength;
    }

    /// <inheritdoc/>
    public int Encode(byte[] input, int startIndex, int length, byte[] output) =>
        Encode(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public int Flush(byte[] input, int startIndex, int length, byte[] output) =>
        Flush(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public void Reset() => (_quartets, _bits, _count) = (0, 0, 0);

    int ITransform.Transform(ReadOnlySpan<byte> input, Span<byte> output) => Encode(input, output);

    int ITransform.Flush(ReadOnlySpan<byte> input, Span<byte> output) => Flush(input, output);

    private int Encode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = 0;
        foreach (var octet in input)
        {
            _bits = _bits << 8 | octet;
            if (++_count < 3)
                continue;

            WriteQuartet(output[length..]);
            length += 4;
            (_bits, _count) = (0, 0);
            if (++_quartets == _quartetsPerLine)
            {
                output[length++] = (byte)'\n';
                _quartets = 0;
            }
        }

        return length;
    }

    private int Flush(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = Encode(input, output);
        if (_count > 0)
        {
            _bits <<= 8 * (3 - _count);
            WriteQuartet(output[length..]);
            for (var i = _count + 1; i < 4; i++)
                output[length + i] = (byte)'=';

            length += 4;
            _quartets++;
        }

        if (_quartets > 0)
            output[length++] = (byte)'\n';

        Reset();
        return length;
    }

    private void WriteQuartet(Span<byte> output)
    {
        for (var i = 3; i >= 0; i--, _bits >>= 6)
            output[i] = Alphabet[_bits & 0x3F];
    }
}
