using System.Text;
using MimeKit.Encodings;

namespace MimeKit.Utils;

/// <summary>Encoded words: text in any charset within headers (RFC 2047).</summary>
public static class Rfc2047
{
    /// <summary>Reads a phrase such as a display name.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="phrase">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static string DecodePhrase(ParserOptions options, byte[] phrase, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EncodedText.DecodePhrase(options, Arguments.Check(phrase, startIndex, count, [], 0));
    }

    /// <summary>Reads a phrase such as a display name.</summary>
    /// <param name="phrase">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static string DecodePhrase(byte[] phrase, int startIndex, int count) =>
        DecodePhrase(ParserOptions.Default, phrase, startIndex, count);

    /// <summary>Reads a phrase such as a display name.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="phrase">The phrase.</param>
    public static string DecodePhrase(ParserOptions options, byte[] phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        return DecodePhrase(options, phrase, 0, phrase.Length);
    }

    /// <summary>Reads a phrase such as a display name.</summary>
    /// <param name="phrase">The phrase.</param>
    public static string DecodePhrase(byte[] phrase) => DecodePhrase(ParserOptions.Default, phrase);

    /// <summary>Reads unstructured text such as a subject.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static string DecodeText(ParserOptions options, byte[] text, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EncodedText.DecodeText(options, Arguments.Check(text, startIndex, count, [], 0));
    }

    /// <summary>Reads unstructured text such as a subject.</summary>
    /// <param name="text">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static string DecodeText(byte[] text, int startIndex, int count) => DecodeText(ParserOptions.Default, text, startIndex, count);

    /// <summary>Reads unstructured text such as a subject.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    public static string DecodeText(ParserOptions options, byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return DecodeText(options, text, 0, text.Length);
    }

    /// <summary>Reads unstructured text such as a subject.</summary>
    /// <param name="text">The text.</param>
    public static string DecodeText(byte[] text) => DecodeText(ParserOptions.Default, text);

    /// <summary>Writes a phrase such as a display name in ASCII, quoted where need be. Lines are not folded.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="phrase">The phrase.</param>
    public static byte[] EncodePhrase(FormatOptions options, Encoding charset, string phrase) =>
        Encode(options, charset, phrase, isPhrase: true);

    /// <summary>Writes a phrase such as a display name in ASCII, quoted where need be. Lines are not folded.</summary>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="phrase">The phrase.</param>
    public static byte[] EncodePhrase(Encoding charset, string phrase) => EncodePhrase(FormatOptions.Default, charset, phrase);

    /// <summary>Writes unstructured text such as a subject in ASCII. Lines are not folded.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="text">The text.</param>
    public static byte[] EncodeText(FormatOptions options, Encoding charset, string text) =>
        Encode(options, charset, text, isPhrase: false);

    /// <summary>Writes unstructured text such as a subject in ASCII. Lines are not folded.</summary>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="text">The text.</param>
    public static byte[] EncodeText(Encoding charset, string text) => EncodeText(FormatOptions.Default, charset, text);

    /// <summary>Writes a phrase such as a display name in ASCII, quoted where need be. Lines are not folded.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="phrase">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static byte[] EncodePhrase(FormatOptions options, Encoding charset, string phrase, int startIndex, int count) =>
        EncodePhrase(options, charset, Part(phrase, startIndex, count));

    /// <summary>Writes a phrase such as a display name in ASCII, quoted where need be. Lines are not folded.</summary>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="phrase">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static byte[] EncodePhrase(Encoding charset, string phrase, int startIndex, int count) =>
        EncodePhrase(FormatOptions.Default, charset, phrase, startIndex, count);

    /// <summary>Writes unstructured text such as a subject in ASCII. Lines are not folded.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="text">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static byte[] EncodeText(FormatOptions options, Encoding charset, string text, int startIndex, int count) =>
        EncodeText(options, charset, Part(text, startIndex, count));

    /// <summary>Writes unstructured text such as a subject in ASCII. Lines are not folded.</summary>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="text">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    public static byte[] EncodeText(Encoding charset, string text, int startIndex, int count) =>
        EncodeText(FormatOptions.Default, charset, text, startIndex, count);

    private static string Part(string text, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Substring(startIndex, count);
    }

    private static byte[] Encode(FormatOptions options, Encoding charset, string text, bool isPhrase)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(charset);
        ArgumentNullException.ThrowIfNull(text);
        return Encoding.Latin1.GetBytes(new WordEncoder(options, charset, isPhrase).Encode(text));
    }
}
