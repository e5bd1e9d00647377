using System.Diagnostics.CodeAnalysis;
using MimeKit.Encodings;
using MimeKit.Utils;

namespace MimeKit;

/// <content>Reading.</content>
public partial class MailboxAddress
{
    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(
        ParserOptions options, byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(options, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Mailbox, out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Mailbox,
            out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, int startIndex, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(options, AddressParsing.Rest(buffer, startIndex), AddressKinds.Mailbox, out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), AddressKinds.Mailbox, out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, byte[] buffer, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(options, AddressParsing.Rest(buffer, 0), AddressKinds.Mailbox, out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(byte[] buffer, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Rest(buffer, 0), AddressKinds.Mailbox, out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(ParserOptions options, string text, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(options, AddressParsing.Octets(text), AddressKinds.Mailbox, out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mailbox">What was read.</param>
    /// <returns>Whether there is nothing else.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? mailbox) =>
        AddressParsing.TryParse(ParserOptions.Default, AddressParsing.Octets(text), AddressKinds.Mailbox, out mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(ParserOptions options, byte[] buffer, int startIndex, int length) =>
        AddressParsing.Parse<MailboxAddress>(options, Arguments.Check(buffer, startIndex, length, [], 0), AddressKinds.Mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How many there are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(byte[] buffer, int startIndex, int length) =>
        AddressParsing.Parse<MailboxAddress>(ParserOptions.Default, Arguments.Check(buffer, startIndex, length, [], 0),
            AddressKinds.Mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(ParserOptions options, byte[] buffer, int startIndex) =>
        AddressParsing.Parse<MailboxAddress>(options, AddressParsing.Rest(buffer, startIndex), AddressKinds.Mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(byte[] buffer, int startIndex) =>
        AddressParsing.Parse<MailboxAddress>(ParserOptions.Default, AddressParsing.Rest(buffer, startIndex), AddressKinds.Mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(ParserOptions options, byte[] buffer) =>
        AddressParsing.Parse<MailboxAddress>(options, AddressParsing.Rest(buffer, 0), AddressKinds.Mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="buffer">Where the octets are.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(byte[] buffer) =>
        AddressParsing.Parse<MailboxAddress>(ParserOptions.Default, AddressParsing.Rest(buffer, 0), AddressKinds.Mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(ParserOptions options, string text) =>
        AddressParsing.Parse<MailboxAddress>(options, AddressParsing.Octets(text), AddressKinds.Mailbox);

    /// <summary>Reads a mailbox.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ParseException">There is something else.</exception>
    public static new MailboxAddress Parse(string text) =>
        AddressParsing.Parse<MailboxAddress>(ParserOptions.Default, AddressParsing.Octets(text), AddressKinds.Mailbox);
}
