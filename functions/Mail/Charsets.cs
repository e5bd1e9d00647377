using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Utils;

namespace Hookwork.Mail;

/// <summary>The charsets of mail.</summary>
public static partial class Charsets
{
    /// <summary>The most names that .NET does not know, such as <c>utf8</c>, of which MimeKit knows some.</summary>
    internal const int MostOthers = 200;

    /// <summary>No charset has a longer name, in characters (IANA's registry of character sets).</summary>
    private const int LongestName = 40;

    private const string Unknown = "=?unknown-8bit?";

    /// <summary>The usual names that .NET knows without the provider of <see cref="Register"/>.</summary>
    private static readonly string[] BuiltIn = ["utf-8", "us-ascii", "iso-8859-1", "iso8859-1", "latin1"];

    private static readonly ConcurrentDictionary<string, bool> Others = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A header whose encoded words (RFC 2047) have the usual names of charsets. Patchwork uses the names of Python's
    /// <c>email</c> package. For <c>gb2312</c> and <c>big5</c> these are names that only Python knows. Bytes without a
    /// charset are <c>unknown-8bit</c>, which git cannot read; they are nearly always UTF-8, and else ISO-8859-1.
    /// </summary>
    /// <param name="header">One header or several, folded or not.</param>
    public static string Renamed(string header) =>
        PythonNames()
            .Replace(
                UnknownWords().Replace(header, static words => Named(words.Value)),
                static name =>
                    name.Value switch
                    {
                        "=?big5_tw?" => "=?big5?",
                        Unknown => "=?utf-8?",
                        _ => "=?gb2312?",
                    }
            );

    /// <summary>Bytes without a charset, with the charset that they seem to have.</summary>
    private static string Named(string words)
    {
        var latin = words.Replace(Unknown, "=?iso-8859-1?", StringComparison.Ordinal);
        // Each byte is a character of it.
        var bytes = Encoding.Latin1.GetBytes(Rfc2047.DecodeText(Encoding.ASCII.GetBytes(latin)));
        return System.Text.Unicode.Utf8.IsValid(bytes)
            ? words.Replace(Unknown, "=?utf-8?", StringComparison.Ordinal)
            : latin;
    }

    /// <summary>
    /// Encoded words with a limited number of charsets that .NET does not know. Beyond that, such a charset becomes
    /// <c>utf-8</c>. MimeKit keeps every name that it is asked for as long as the process lives. A mail may have
    /// thousands of names, or one of a megabyte.
    /// </summary>
    /// <param name="words">Encoded words (RFC 2047).</param>
    internal static string Familiar(string words) =>
        Names().Replace(words, static name => IsFamiliar(name.Groups["name"].Value) ? name.Value : "=?utf-8");

    private static bool IsFamiliar(string name)
    {
        if (name.Length > LongestName)
            return false;
        if (
            BuiltIn.Contains(name, StringComparer.OrdinalIgnoreCase)
            || CodePagesEncodingProvider.Instance.GetEncoding(name) is not null
            || Others.ContainsKey(name)
        )
            return true;
        if (Others.Count >= MostOthers)
            return false;
        Others.TryAdd(name, true);
        return true;
    }

    /// <summary>
    /// Registers the charsets that .NET leaves to the app. MimeKit looks once which ones there are, at its first use, so
    /// this happens before anything else.
    /// </summary>
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [GeneratedRegex(@"=\?(?:eucgb2312_cn|big5_tw|unknown-8bit)\?(?=[bq]\?)", RegexOptions.CultureInvariant)]
    private static partial Regex PythonNames();

    // Python may break them within a character.
    [GeneratedRegex(
        @"(?>=\?unknown-8bit\?[bq]\?[^?\s]*\?=(?:\s+(?==\?unknown-8bit\?))?)+",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex UnknownWords();

    [GeneratedRegex(
        @"=\?(?<name>[^?*\s]+)(?=(?:\*[^?\s]*)?\?[bq]\?)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Names();
}
