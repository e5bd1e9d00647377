namespace MimeKit.Encodings;

/// <summary>The argument checks that all coders share.</summary>
internal static class Arguments
{
    /// <summary>The piece of the input that is meant, once it and the output are known to be large enough.</summary>
    public static ReadOnlySpan<byte> Check(byte[] input, int startIndex, int length, byte[] output, int neededLength)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startIndex, input.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, input.Length - startIndex);
        ArgumentNullException.ThrowIfNull(output);
        if (output.Length < neededLength)
            throw new ArgumentException("The output buffer is too small.", nameof(output));

        return input.AsSpan(startIndex, length);
    }

    public static int CheckLineLength(int maxLineLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineLength, FormatOptions.MinimumLineLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLineLength, FormatOptions.MaximumLineLength);
        return maxLineLength;
    }
}
