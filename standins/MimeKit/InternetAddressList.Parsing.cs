using System.Diagnostics.CodeAnalysis;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading.</content>
public partial class InternetAddressList
{
    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(options, Arguments.Check(buffer, startIndex, length, [], 0), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(options, AddressParsing.Rest(buffer, startIndex), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(options, AddressParsing.Rest(buffer, 0), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(ParserOptions.Default, AddressParsing.Rest(buffer, 0), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, string text, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(options, AddressParsing.Octets(text), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addresses">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out InternetAddressList? addresses) =>
        AddressParsing.TryParseList(ParserOptions.Default, AddressParsing.Octets(text), out addresses);

    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(ParserOptions options, byte[] buffer, int startIndex, int length) =>
        AddressParsing.ParseList(options, Arguments.Check(buffer, startIndex, length, [], 0));

    /// <summary>Reads addresses.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(byte[] buffer, int startIndex, int length) =>
        AddressParsing.ParseList(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0));

    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(ParserOptions options, byte[] buffer, int startIndex) =>
        AddressParsing.ParseList(options, AddressParsing.Rest(buffer, startIndex));

    /// <summary>Reads addresses.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(byte[] buffer, int startIndex) =>
        AddressParsing.ParseList(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex));

    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(ParserOptions options, byte[] buffer) =>
        AddressParsing.ParseList(options, AddressParsing.Rest(buffer, 0));

    /// <summary>Reads addresses.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(byte[] buffer) =>
        AddressParsing.ParseList(ParserOptions.Default, AddressParsing.Rest(buffer, 0));

    /// <summary>Reads addresses.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(ParserOptions options, string text) =>
        AddressParsing.ParseList(options, AddressParsing.Octets(text));

    /// <summary>Reads addresses.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddressList Parse(string text) =>
        AddressParsing.ParseList(ParserOptions.Default, AddressParsing.Octets(text));
}
