using System.Diagnostics.CodeAnalysis;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading.</content>
public partial class ContentType
{
    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(options, Arguments.Check(buffer, startIndex, length, [], 0), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, int startIndex, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(options, AddressParsing.Rest(buffer, startIndex), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(options, AddressParsing.Rest(buffer, 0), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, 0), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, string text, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(options, AddressParsing.Octets(text), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ContentType? type) =>
        TryRead(ParserOptions.Default, AddressParsing.Octets(text), out type, out _);

    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(ParserOptions options, byte[] buffer, int startIndex, int length) =>
        TryRead(options, Arguments.Check(buffer, startIndex, length, [], 0), out var type, out var fault)
            ? type : throw fault.ToException();

    /// <summary>Reads a content type.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(byte[] buffer, int startIndex, int length) =>
        TryRead(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), out var type, out var fault)
            ? type : throw fault.ToException();

    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(ParserOptions options, byte[] buffer, int startIndex) =>
        TryRead(options, AddressParsing.Rest(buffer, startIndex), out var type, out var fault) ? type : throw fault.ToException();

    /// <summary>Reads a content type.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(byte[] buffer, int startIndex) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), out var type, out var fault)
            ? type : throw fault.ToException();

    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(ParserOptions options, byte[] buffer) =>
        TryRead(options, AddressParsing.Rest(buffer, 0), out var type, out var fault) ? type : throw fault.ToException();

    /// <summary>Reads a content type.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(byte[] buffer) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, 0), out var type, out var fault) ? type : throw fault.ToException();

    /// <summary>Reads a content type.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(ParserOptions options, string text) =>
        TryRead(options, AddressParsing.Octets(text), out var type, out var fault) ? type : throw fault.ToException();

    /// <summary>Reads a content type.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentType Parse(string text) =>
        TryRead(ParserOptions.Default, AddressParsing.Octets(text), out var type, out var fault) ? type : throw fault.ToException();
}
