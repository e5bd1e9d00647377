using MimeKit.IO;

namespace MimeKit.Encodings;

/// <summary>Decodes base64 (RFC 2045, section 6.8). What is not of the alphabet is skipped, a quartet cut short is dropped.</summary>
public class Base64Decoder : IMimeDecoder, ITransform
{
    private const byte NotInAlphabet = 0xFF;
    private static readonly byte[] Ranks = BuildRanks();

    private int _bits;
    private int _count;
    private int _padding;

    /// <inheritdoc/>
    public ContentEncoding Encoding => ContentEncoding.Base64;

    /// <inheritdoc/>
    public IMimeDecoder Clone() => (IMimeDecoder)MemberwiseClone();

    /// <inheritdoc/>
    public int EstimateOutputLength(int inputLength) => inputLength + 3;

    /// <inheritdoc/>
    public int Decode(byte[] input, int startIndex, int length, byte[] output) =>
        Decode(Arguments.Check(input, startIndex, length, output, EstimateOutputLength(length)), output);

    /// <inheritdoc/>
    public void Reset() => (_bits, _count, _padding) = (0, 0, 0);

    int ITransform.Transform(ReadOnlySpan<byte> input, Span<byte> output) => Decode(input, output);

    int ITransform.Flush(ReadOnlySpan<byte> input, Span<byte> output) => Decode(input, output);

    internal int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var length = 0;
        foreach (var c in input)
        {
            var rank = Ranks[c];
            if (rank == NotInAlphabet)
                continue;

            // What follows padding within a quartet is padding too.
            if ((c == '=' || _padding > 0) && _count > 0)
                _padding++;

            _bits = _bits << 6 | rank;
            if (++_count < 4)
                continue;

            output[length++] = (byte)(_bits >> 16);
            if (_padding < 2)
                output[length++] = (byte)(_bits >> 8);
            if (_padding < 1)
                output[length++] = (byte)_bits;
            Reset();
        }

        return length;
    }

    private static byte[] BuildRanks()
    {
        var ranks = new byte[256];
        Array.Fill(ranks, NotInAlphabet);
        for (var i = 0; i < Base64Encoder.Alphabet.Length; i++)
            ranks[Base64Encoder.Alphabet[i]] = (byte)i;

        ranks['='] = 0;
        return ranks;
    }
}
