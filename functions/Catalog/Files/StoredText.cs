using System.Buffers;
using System.IO.Compression;
using System.Text;
using Hookwork.Archive;

namespace Hookwork.Catalog.Files;

/// <summary>The text of a mail as the catalog stores it for snippets.</summary>
/// <param name="Content">The text without the diff that Patchwork extracted from it.</param>
/// <param name="Diff">That diff; empty if there is none.</param>
public readonly record struct StoredText(string Content, string Diff)
{
    private const int Quality = 6;
    private const int Window = 18;

    /// <summary>A separator that no mail's text contains: Patchwork's database rejects it.</summary>
    private const char Between = '\0';

    /// <summary>Compresses the text.</summary>
    public byte[] Pack()
    {
        var text = Encoding.UTF8.GetBytes(Diff.Length == 0 ? Content : $"{Content}{Between}{Diff}");
        return BrotliBytes.Compress(text, Quality, Window);
    }

    /// <summary>The reverse of <see cref="Pack"/>.</summary>
    /// <param name="packed">The compressed text.</param>
    /// <param name="read">Reads the content and the diff, which are valid only during the call.</param>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static T Unpack<T>(ReadOnlySpan<byte> packed, Func<ReadOnlySpan<char>, ReadOnlySpan<char>, T> read)
    {
        var bytes = Decompress(packed, out var length);
        var characters = ArrayPool<char>.Shared.Rent(length);
        try
        {
            var text = characters.AsSpan(0, Encoding.UTF8.GetChars(bytes.AsSpan(0, length), characters));
            var between = text.IndexOf(Between);
            return between < 0 ? read(text, []) : read(text[..between], text[(between + 1)..]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>Decompresses into a rented array.</summary>
    private static byte[] Decompress(ReadOnlySpan<byte> packed, out int length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(4 << 10, packed.Length * 8));
        length = 0;
        using var decoder = new BrotliDecoder();
        while (true)
        {
            var status = decoder.Decompress(packed, bytes.AsSpan(length), out var consumed, out var written);
            packed = packed[consumed..];
            length += written;
            if (status == OperationStatus.Done)
                return bytes;
            if (status != OperationStatus.DestinationTooSmall)
                throw new InvalidDataException("The stored text of a mail cannot be decompressed.");
            var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
            bytes.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
    }
}
