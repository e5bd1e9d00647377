using System.Buffers;
using System.IO.Compression;

namespace Hookwork.Archive;

/// <summary>Compresses bytes with Brotli in one step, into an array of just the compressed length.</summary>
public static class BrotliBytes
{
    /// <summary>Compresses bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="quality">0, the fastest, to 11, the smallest.</param>
    /// <param name="window">The binary logarithm of the window's bytes, 10 to 24.</param>
    public static byte[] Compress(ReadOnlySpan<byte> bytes, int quality, int window)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(bytes.Length));
        try
        {
            return BrotliEncoder.TryCompress(bytes, buffer, out var written, quality, window)
                ? buffer.AsSpan(0, written).ToArray()
                : throw new InvalidOperationException("Brotli exceeded its own maximum length.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
