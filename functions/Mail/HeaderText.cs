using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Utils;

namespace Hookwork.Mail;

/// <summary>The text of a header, as people read it.</summary>
/// <remarks>Takes linear time. MimeKit's decoder of whole texts does not, so MimeKit gets encoded words only.</remarks>
public static partial class HeaderText
{
    /// <summary>A header with its encoded words decoded (RFC 2047).</summary>
    public static string Decode(string value) =>
        EncodedWords()
            .Replace(
                value,
                static words =>
                    Rfc2047.DecodeText(Encoding.UTF8.GetBytes(Charsets.Familiar(Charsets.Renamed(words.Value))))
            );

    /// <summary>A decoded subject in one line, with single blanks, as Patchwork shows those of patches.</summary>
    public static string Subject(string value) => OneLine(Decode(value));

    /// <summary>A decoded header in one line, with single blanks.</summary>
    public static string OneLine(string text) => Blanks().Replace(text, " ").Trim();

    /// <summary>
    /// Encoded words separated only by blanks, which are ignored (RFC 2047, 6.2). Blanks and question marks in a word
    /// are invalid but common. A word ends before the next one starts, so that none is scanned twice.
    /// </summary>
    [GeneratedRegex(
        @"(?>=\?[^?\s=][^?\s]*\?[bq]\?(?>(?:(?!\?=|=\?[^=]).)*)\?=(?:\s+(?==\?))?)+",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex EncodedWords();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
