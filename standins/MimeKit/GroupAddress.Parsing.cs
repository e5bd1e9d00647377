using System.Diagnostics.CodeAnalysis;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading.</content>
public partial class GroupAddress
{
    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(options, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, int startIndex, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(options, AddressParsing.Rest(buffer, startIndex), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(options, AddressParsing.Rest(buffer, 0), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Rest(buffer, 0), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, string text, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(options, AddressParsing.Octets(text), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="text">The text.</param>
    /// <param name="group">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out GroupAddress? group) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Octets(text), AddressKinds.Group, out group);

    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(ParserOptions options, byte[] buffer, int startIndex, int length) =>
        AddressParsing.Parse<GroupAddress>(options, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Group);

    /// <summary>Reads a group.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(byte[] buffer, int startIndex, int length) =>
        AddressParsing.Parse<GroupAddress>(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Group);

    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(ParserOptions options, byte[] buffer, int startIndex) =>
        AddressParsing.Parse<GroupAddress>(options, AddressParsing.Rest(buffer, startIndex), AddressKinds.Group);

    /// <summary>Reads a group.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(byte[] buffer, int startIndex) =>
        AddressParsing.Parse<GroupAddress>(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), AddressKinds.Group);

    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(ParserOptions options, byte[] buffer) =>
        AddressParsing.Parse<GroupAddress>(options, AddressParsing.Rest(buffer, 0), AddressKinds.Group);

    /// <summary>Reads a group.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(byte[] buffer) =>
        AddressParsing.Parse<GroupAddress>(ParserOptions.Default, AddressParsing.Rest(buffer, 0), AddressKinds.Group);

    /// <summary>Reads a group.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(ParserOptions options, string text) =>
        AddressParsing.Parse<GroupAddress>(options, AddressParsing.Octets(text), AddressKinds.Group);

    /// <summary>Reads a group.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new GroupAddress Parse(string text) =>
        AddressParsing.Parse<GroupAddress>(ParserOptions.Default, AddressParsing.Octets(text), AddressKinds.Group);
}
