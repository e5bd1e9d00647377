using System.Diagnostics.CodeAnalysis;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading.</content>
public abstract partial class InternetAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(options, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, int startIndex, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(options, AddressParsing.Rest(buffer, startIndex), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(options, AddressParsing.Rest(buffer, 0), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Rest(buffer, 0), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, string text, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(options, AddressParsing.Octets(text), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out InternetAddress? address) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Octets(text), AddressKinds.Any, out address);

    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(ParserOptions options, byte[] buffer, int startIndex, int length) =>
        AddressParsing.Parse<InternetAddress>(options, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Any);

    /// <summary>Reads an address.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(byte[] buffer, int startIndex, int length) =>
        AddressParsing.Parse<InternetAddress>(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Any);

    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(ParserOptions options, byte[] buffer, int startIndex) =>
        AddressParsing.Parse<InternetAddress>(options, AddressParsing.Rest(buffer, startIndex), AddressKinds.Any);

    /// <summary>Reads an address.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(byte[] buffer, int startIndex) =>
        AddressParsing.Parse<InternetAddress>(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), AddressKinds.Any);

    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(ParserOptions options, byte[] buffer) =>
        AddressParsing.Parse<InternetAddress>(options, AddressParsing.Rest(buffer, 0), AddressKinds.Any);

    /// <summary>Reads an address.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(byte[] buffer) =>
        AddressParsing.Parse<InternetAddress>(ParserOptions.Default, AddressParsing.Rest(buffer, 0), AddressKinds.Any);

    /// <summary>Reads an address.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(ParserOptions options, string text) =>
        AddressParsing.Parse<InternetAddress>(options, AddressParsing.Octets(text), AddressKinds.Any);

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static InternetAddress Parse(string text) =>
        AddressParsing.Parse<InternetAddress>(ParserOptions.Default, AddressParsing.Octets(text), AddressKinds.Any);
}
