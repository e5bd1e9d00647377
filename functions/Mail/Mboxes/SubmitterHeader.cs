using System.Text;
using System.Text.RegularExpressions;

namespace Hookwork.Mail.Mboxes;

/// <summary>
/// The header <c>X-Patchwork-Submitter</c>, which Patchwork writes into an mbox for each request: the name is the one
/// that the submitter has now (<c>patchwork/views/utils.py</c>).
/// </summary>
public static partial class SubmitterHeader
{
    private const string Name = "X-Patchwork-Submitter";

    /// <summary>The start of an mbox with another name of the submitter.</summary>
    /// <param name="start">The first bytes of an mbox.</param>
    /// <param name="name">The name; null or empty if there is none.</param>
    /// <param name="email">The address.</param>
    /// <returns>Null if nothing changes.</returns>
    public static byte[]? Renew(ReadOnlySpan<byte> start, string? name, string email)
    {
        var end = start.IndexOf("\n\n"u8) is >= 0 and var empty ? empty : start.LastIndexOf((byte)'\n');
        if (!Ascii.IsValid(email))
            return null;
        var headers = Encoding.Latin1.GetString(start[..(end + 1)]);
        // Patchwork's own is before those of the mail.
        var current = Submitter().Match(headers);
        var (said, says) = (Unfolded(current.Groups["value"].Value), Address(name, email));
        if (!current.Success || current.Value == Field(Name))
            return null;

        var renewed = Submitter().Replace(headers, _ => Field(Name), 1);
        // Where the list rewrote From, Patchwork puts the submitter there.
        if (OriginalFrom().IsMatch(headers))
            renewed = From()
                .Replace(renewed, from => Unfolded(from.Groups["value"].Value) == said ? Field("From") : from.Value);
        return [.. Encoding.Latin1.GetBytes(renewed), .. start[(end + 1)..]];

        string Field(string field) => FoldedHeader.Write(field, says) + "\n";
    }

    private static string Unfolded(string value) => value.Replace("\n", "", StringComparison.Ordinal).Trim();

    /// <summary>An address as Python's <c>email.utils.formataddr</c> writes it.</summary>
    private static string Address(string? name, string email) =>
        string.IsNullOrEmpty(name) ? email
        : Ascii.IsValid(name) ? $"{Quoted(name)} <{email}>"
        : $"{Encoded(Encoding.UTF8.GetBytes(name))} <{email}>";

    private static string Quoted(string name)
    {
        var escaped = Escaped().Replace(name, @"\$0");
        return Specials().IsMatch(name) ? $"\"{escaped}\"" : escaped;
    }

    /// <summary>One encoded word in the shorter of both encodings (RFC 2047), however long.</summary>
    private static string Encoded(byte[] name)
    {
        var quoted = new StringBuilder();
        foreach (var octet in name)
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || "-!*+/"u8.Contains(octet))
                quoted.Append((char)octet);
            else if (octet == ' ')
                quoted.Append('_');
            else
                quoted.Append($"={octet:X2}");
        }
        var base64 = Convert.ToBase64String(name);
        return base64.Length < quoted.Length ? $"=?utf-8?b?{base64}?=" : $"=?utf-8?q?{quoted}?=";
    }

    [GeneratedRegex(@"^X-Patchwork-Submitter: (?<value>.*\n(?:[ \t].*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Submitter();

    [GeneratedRegex("^X-Patchwork-Original-From:", RegexOptions.Multiline)]
    private static partial Regex OriginalFrom();

    [GeneratedRegex(@"^From: (?<value>.*\n(?:[ \t].*\n)*)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"[\[\]\\()<>@,:;"".]", RegexOptions.CultureInvariant)]
    private static partial Regex Specials();

    [GeneratedRegex(@"[\\""]", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
