using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Hookwork.Catalog;

/// <summary>The text of a mail as the catalog keeps it for snippets.</summary>
/// <param name="Content">The text without the diff that Patchwork took from it.</param>
/// <param name="Diff">That diff; empty if there is none.</param>
public readonly record struct StoredText(string Content, string Diff)
{
    private const int Quality = 6;
    private const int Window = 18;

    /// <summary>No text from a mail has this: Patchwork's database refuses it.</summary>
    private const char Between = '\0';

    /// <summary>Compresses it.</summary>
    public byte[] Pack()
    {
        var text = Encoding.UTF8.GetBytes(Diff.Length == 0 ? Content : $"{Content}{Between}{Diff}");
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(text.Length));
        try
        {
            return BrotliEncoder.TryCompress(text, buffer, out var written, Quality, Window)
                ? buffer.AsSpan(0, written).ToArray()
                : throw new InvalidOperationException("Brotli needed more room than it said it would.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The reverse of <see cref="Pack"/>.</summary>
    public static StoredText Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        var text = reader.ReadToEnd();
        var between = text.IndexOf(Between, StringComparison.Ordinal);
        return between < 0 ? new StoredText(text, "") : new StoredText(text[..between], text[(between + 1)..]);
    }
}
