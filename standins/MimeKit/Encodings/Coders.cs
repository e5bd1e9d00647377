using MimeKit.IO;

namespace MimeKit.Encodings;

/// <summary>The coder of each content encoding.</summary>
internal static class Coders
{
    /// <summary>The decoder of an encoding; <c>null</c> for those that change nothing.</summary>
    public static ITransform? DecoderOf(ContentEncoding encoding) => encoding switch
    {
        ContentEncoding.Base64 => new Base64Decoder(),
        ContentEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
        ContentEncoding.UUEncode => new UUDecoder(),
        _ => null,
    };

    /// <summary>The encoder of an encoding; <c>null</c> for those that change nothing.</summary>
    public static ITransform? EncoderOf(ContentEncoding encoding) => encoding switch
    {
        ContentEncoding.Base64 => new Base64Encoder(),
        ContentEncoding.QuotedPrintable => new QuotedPrintableEncoder(),
        ContentEncoding.UUEncode => new UUEncoder(),
        _ => null,
    };
}
