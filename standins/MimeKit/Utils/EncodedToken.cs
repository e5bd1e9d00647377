namespace MimeKit.Utils;

/// <summary>A run of header text: an encoded word, of which it is the payload, or text that stands for itself.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Encoding">The encoding of an encoded word; <see cref="ContentEncoding.Default"/> for other text.</param>
/// <param name="CodePage">The code page of an encoded word, -1 if it is unknown; 0 for other text.</param>
internal readonly record struct EncodedToken(int Start, int Length, ContentEncoding Encoding = ContentEncoding.Default, int CodePage = 0)
{
    public bool IsEncoded => Encoding != ContentEncoding.Default;
}
