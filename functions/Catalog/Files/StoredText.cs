using System.Buffers;
using System.Text;

namespace Hookwork.Catalog.Files;

/// <summary>The text of a mail as the catalog stores it for snippets.</summary>
/// <param name="Content">The text without the diff that Patchwork extracted from it.</param>
/// <param name="Diff">That diff; empty if there is none.</param>
public readonly record struct StoredText(string Content, string Diff)
{
    /// <summary>A separator that no mail's text contains: Patchwork's database rejects it.</summary>
    private const char Between = '\0';

    /// <summary>Compresses the text.</summary>
    /// <param name="texts">The dictionary of the catalog that will store it.</param>
    public byte[] Pack(ZstdDictionary texts) =>
        texts.Pack(Encoding.UTF8.GetBytes(Diff.Length == 0 ? Content : $"{Content}{Between}{Diff}"));

    /// <summary>The reverse of <see cref="Pack"/>.</summary>
    /// <param name="texts">The dictionary of the catalog that stores it.</param>
    /// <param name="packed">The compressed text.</param>
    /// <param name="read">Reads the content and the diff, which are valid only during the call.</param>
    /// <param name="most">The bytes to read, at least; the rest is left out, with half a character where it begins.</param>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static T Unpack<T>(
        ZstdDictionary texts,
        ReadOnlySpan<byte> packed,
        Func<ReadOnlySpan<char>, ReadOnlySpan<char>, T> read,
        int most = int.MaxValue
    )
    {
        var bytes = texts.Rent(packed, out var length, most);
        var characters = ArrayPool<char>.Shared.Rent(Math.Max(1, length));
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
}
