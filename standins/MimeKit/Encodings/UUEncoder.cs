using MimeKit.IO;

namespace MimeKit.Encodings;

/// <summary>Encodes uuencode; the <c>begin</c> and <c>end</c> lines are the caller's.</summary>
public class UUEncoder : IMimeEncoder, ITransform
{
    private const int OctetsPerLine = 45;
    private readonly byte[] _line = new byte[OctetsPerLine];
    private int _count;

    /// <inheritdoc/>
    public ContentEncoding Encoding => ContentEncoding.UUEncode;

    /// <inheritdoc/>
    public IMimeEncoder Clone()
    {
        var clone = new UUEncoder { _count = _count };
        _line.CopyTo(clone._line, 0);
        return clone;
    }

    /// <inheritdoc/>
    public int EstimateOutputLength(int inputLength) => (inputLength + 2) / OctetsPerLine * 62 + 62 + 2;

    /// <inheritdoc/>
    public int Encode(byte[] input, int startIndex, int length, byte[] output) =>
        Encode(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public int Flush(byte[] input, int startIndex, int length, byte[] output) =>
        Flush(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public void Reset() => _count = 0;

    int ITransform.Transform(ReadOnlySpan<byte> input, Span<byte> output) => Encode(input, output);

    int ITransform.Flush(ReadOnlySpan<byte> input, Span<byte> output) => Flush(input, output);

    // A space could be lost at the end of a line, so zero is a grave accent.
    private static byte Digit(int value) => (value & 0x3F) == 0 ? (byte)'`' : (byte)((value & 0x3F) + ' ');

    private int Encode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = 0;
        foreach (var octet in input)
        {
            _line[_count++] = octet;
            if (_count == OctetsPerLine)
                length += WriteLine(output[length..]);
        }

        return length;
    }

    private int Flush(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = Encode(input, output);
        if (_count > 0)
            length += WriteLine(output[length..]);

        output[length++] = Digit(0);
        output[length++] = (byte)'\n';
        return length;
    }

    private int WriteLine(Span<byte> output)
    {
        var length = 0;
        output[length++] = Digit(_count);
        Array.Clear(_line, _count, OctetsPerLine - _count);
        for (var i = 0; i < _count; i += 3)
        {
            var bits = _line[i] << 16 | _line[i + 1] << 8 | _line[i + 2];
            for (var shift = 18; shift >= 0; shift -= 6)
                output[length++] = Digit(bits >> shift);
        }

        output[length++] = (byte)'\n';
        _count = 0;
        return length;
    }
}
