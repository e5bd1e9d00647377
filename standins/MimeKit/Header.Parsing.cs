using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading.</content>
public partial class Header
{
    /// <summary>Reads a header, to the letter of RFC 5322.</summary>
    /// <param name="options">How to decode it.</param>
    /// <param name="buffer">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="header">The header.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out Header? header)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TryParse(options, Arguments.Check(buffer, startIndex, length, [], 0), out header);
    }

    /// <inheritdoc cref="TryParse(ParserOptions, byte[], int, int, out Header?)"/>
    public static bool TryParse(byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out Header? header) =>
        TryParse(ParserOptions.Default, buffer, startIndex, length, out header);

    /// <inheritdoc cref="TryParse(ParserOptions, byte[], int, int, out Header?)"/>
    public static bool TryParse(ParserOptions options, byte[] buffer, int startIndex, [NotNullWhen(true)] out Header? header)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TryParse(options, AddressParsing.Rest(buffer, startIndex), out header);
    }

    /// <inheritdoc cref="TryParse(ParserOptions, byte[], int, int, out Header?)"/>
    public static bool TryParse(byte[] buffer, int startIndex, [NotNullWhen(true)] out Header? header) =>
        TryParse(ParserOptions.Default, buffer, startIndex, out header);

    /// <inheritdoc cref="TryParse(ParserOptions, byte[], int, int, out Header?)"/>
    public static bool TryParse(ParserOptions options, byte[] buffer, [NotNullWhen(true)] out Header? header) =>
        TryParse(options, buffer, 0, out header);

    /// <inheritdoc cref="TryParse(ParserOptions, byte[], int, int, out Header?)"/>
    public static bool TryParse(byte[] buffer, [NotNullWhen(true)] out Header? header) =>
        TryParse(ParserOptions.Default, buffer, out header);

    /// <summary>Reads a header, to the letter of RFC 5322.</summary>
    /// <param name="options">How to decode it.</param>
    /// <param name="text">The header's text.</param>
    /// <param name="header">The header.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ParserOptions options, string text, [NotNullWhen(true)] out Header? header) =>
        TryParse(options, AddressParsing.Octets(text), out header);

    /// <inheritdoc cref="TryParse(ParserOptions, string, out Header?)"/>
    public static bool TryParse(string text, [NotNullWhen(true)] out Header? header) => TryParse(ParserOptions.Default, text, out header);

    private static bool TryParse(ParserOptions options, ReadOnlySpan<byte> text, [NotNullWhen(true)] out Header? header)
    {
        header = null;
        var lexer = new Lexer(text);
        lexer.SkipRun(ByteKind.FieldText);
        var fieldEnd = lexer.Position;
        lexer.SkipRun(ByteKind.Blank);
        if (fieldEnd == 0 || !lexer.At(':'))
            return false;

        var value = text[(lexer.Position + 1)..];
        byte[] rawValue = value is [.., (byte)'\n'] ? value.ToArray() : [.. value, .. FormatOptions.Default.NewLineBytes];
        header = new Header(options, text[..lexer.Position].ToArray(), Encoding.ASCII.GetString(text[..fieldEnd]), rawValue);
        return true;
    }
}
