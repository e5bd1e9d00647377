using System.Diagnostics.CodeAnalysis;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading.</content>
public partial class ContentDisposition
{
    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(options, Arguments.Check(buffer, startIndex, length, [], 0), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(options, AddressParsing.Rest(buffer, startIndex), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(options, AddressParsing.Rest(buffer, 0), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, 0), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, string text, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(options, AddressParsing.Octets(text), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="text">The text.</param>
    /// <param name="disposition">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ContentDisposition? disposition) =>
        TryRead(ParserOptions.Default, AddressParsing.Octets(text), out disposition, out _);

    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(ParserOptions options, byte[] buffer, int startIndex, int length) =>
        TryRead(options, Arguments.Check(buffer, startIndex, length, [], 0), out var disposition, out var fault)
            ? disposition : throw fault.ToException();

    /// <summary>Reads a content disposition.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(byte[] buffer, int startIndex, int length) =>
        TryRead(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), out var disposition, out var fault)
            ? disposition : throw fault.ToException();

    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(ParserOptions options, byte[] buffer, int startIndex) =>
        TryRead(options, AddressParsing.Rest(buffer, startIndex), out var disposition, out var fault)
            ? disposition : throw fault.ToException();

    /// <summary>Reads a content disposition.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(byte[] buffer, int startIndex) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), out var disposition, out var fault)
            ? disposition : throw fault.ToException();

    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(ParserOptions options, byte[] buffer) =>
        TryRead(options, AddressParsing.Rest(buffer, 0), out var disposition, out var fault) ? disposition : throw fault.ToException();

    /// <summary>Reads a content disposition.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(byte[] buffer) =>
        TryRead(ParserOptions.Default, AddressParsing.Rest(buffer, 0), out var disposition, out var fault)
            ? disposition : throw fault.ToException();

    /// <summary>Reads a content disposition.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(ParserOptions options, string text) =>
        TryRead(options, AddressParsing.Octets(text), out var disposition, out var fault) ? disposition : throw fault.ToException();

    /// <summary>Reads a content disposition.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static ContentDisposition Parse(string text) =>
        TryRead(ParserOptions.Default, AddressParsing.Octets(text), out var disposition, out var fault)
            ? disposition : throw fault.ToException();
}
