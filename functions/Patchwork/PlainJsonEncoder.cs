using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Hookwork.Patchwork;

/// <summary>
/// Escapes what Patchwork escapes in JSON: quotes, backslashes, control characters, U+2028 and U+2029. Anything else is
/// written as it is, emoji too. Bytes and surrogates that are no text become U+FFFD.
/// </summary>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private const int LineSeparator = 0x2028;
    private const int ParagraphSeparator = 0x2029;

    /// <summary>The first byte of the two separators in UTF-8, and of much else.</summary>
    private const byte SeparatorLead = 0xE2;

    private static readonly string[] Escapes = [.. Enumerable.Range(0, '\\' + 1).Select(Escape)];
    private static readonly byte[][] EscapedBytes = [.. Escapes.Select(Encoding.ASCII.GetBytes)];

    private static readonly SearchValues<byte> Suspects = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(control => (byte)control),
        (byte)'"',
        (byte)'\\',
        SeparatorLead,
    ]);

    private PlainJsonEncoder() { }

    /// <summary>The encoder, which has no state.</summary>
    public static PlainJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) =>
        unicodeScalar is < ' ' or '"' or '\\' or LineSeparator or ParagraphSeparator;

    public override bool TryEncodeUnicodeScalar(
        int unicodeScalar,
        char* buffer,
        int bufferLength,
        out int numberOfCharactersWritten
    )
    {
        var target = new Span<char>(buffer, bufferLength);
        var text =
            !WillEncode(unicodeScalar) ? new Rune(unicodeScalar).ToString()
            : unicodeScalar < Escapes.Length ? Escapes[unicodeScalar]
            : Escape(unicodeScalar);
        var fits = text.TryCopyTo(target);
        numberOfCharactersWritten = fits ? text.Length : 0;
        return fits;
    }

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var rest = new ReadOnlySpan<char>(text, textLength);
        for (var at = 0; at < textLength; )
        {
            if (
                Rune.DecodeFromUtf16(rest[at..], out var rune, out var length) != OperationStatus.Done
                || WillEncode(rune.Value)
            )
                return at;
            at += length;
        }
        return -1;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        Utf8.IsValid(utf8Text) ? Find(utf8Text) : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source,
        Span<byte> utf8Destination,
        out int bytesConsumed,
        out int bytesWritten,
        bool isFinalBlock = true
    )
    {
        if (!Utf8.IsValid(utf8Source))
            return base.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock);
        (bytesConsumed, bytesWritten) = (0, 0);
        while (bytesConsumed < utf8Source.Length)
        {
            var rest = utf8Source[bytesConsumed..];
            var plain = Find(rest) is >= 0 and var found ? found : rest.Length;
            var isSeparator = plain == 0 && rest[0] == SeparatorLead;
            var piece =
                plain > 0 ? rest[..plain]
                : isSeparator ? (rest[2] == 0xA8 ? @"\u2028"u8 : @"\u2029"u8)
                : EscapedBytes[rest[0]];
            if (!piece.TryCopyTo(utf8Destination[bytesWritten..]))
                return OperationStatus.DestinationTooSmall;
            bytesConsumed += isSeparator ? 3 : Math.Max(plain, 1);
            bytesWritten += piece.Length;
        }
        return OperationStatus.Done;
    }

    private static int Find(ReadOnlySpan<byte> text)
    {
        for (var at = 0; ; at++)
        {
            var next = text[at..].IndexOfAny(Suspects);
            if (next < 0)
                return -1;
            at += next;
            if (text[at] != SeparatorLead || text[(at + 1)..] is [0x80, 0xA8 or 0xA9, ..])
                return at;
        }
    }

    private static string Escape(int scalar) =>
        scalar switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            '\b' => @"\b",
            '\t' => @"\t",
            '\n' => @"\n",
            '\f' => @"\f",
            '\r' => @"\r",
            _ => $"\\u{scalar:x4}",
        };
}
