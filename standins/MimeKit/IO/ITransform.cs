namespace MimeKit.IO;

/// <summary>A step from octets to octets that may hold some back until it sees more.</summary>
internal interface ITransform
{
    /// <summary>An upper bound of what comes out for so many octets, flushing included.</summary>
    int EstimateOutputLength(int inputLength);

    int Transform(ReadOnlySpan<byte> input, Span<byte> output);

    int Flush(ReadOnlySpan<byte> input, Span<byte> output);
}
