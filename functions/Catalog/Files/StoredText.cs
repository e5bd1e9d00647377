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
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static T Unpack<T>(
        ZstdDictionary texts,
        ReadOnlySpan<byte> packed,
        Func<ReadOnlySpan<char>, ReadOnlySpan<char>, T> read
    ) => UnpackBeginning(texts, packed, int.MaxValue, (content, diff, _) => read(content, diff));

    /// <summary>Reads the beginning of a text, which is cheaper than the whole.</summary>
    /// <param name="texts">The dictionary of the catalog that stores it.</param>
    /// <param name="packed">The compressed text.</param>
    /// <param name="most">The bytes to read, up to the end of their last line.</param>
    /// <param name="read">Reads the content, the diff, and whether there is more. More is of the diff, or of the content
    /// if the diff is empty.</param>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static T UnpackBeginning<T>(
        ZstdDictionary texts,
        ReadOnlySpan<byte> packed,
        int most,
        Func<ReadOnlySpan<char>, ReadOnlySpan<char>, bool, T> read
    )
    {
        var bytes = texts.Rent(packed, out var length, out var isCut, most);
        if (isCut && bytes.AsSpan(0, length).LastIndexOf((byte)'\n') is > 0 and var line)
            length = line + 1;
        var characters = ArrayPool<char>.Shared.Rent(Math.Max(1, length));
        try
        {
            var text = characters.AsSpan(0, Encoding.UTF8.GetChars(bytes.AsSpan(0, length), characters));
            var between = text.IndexOf(Between);
            return between < 0 ? read(text, [], isCut) : read(text[..between], text[(between + 1)..], isCut);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
