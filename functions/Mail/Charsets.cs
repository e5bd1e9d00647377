using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Hookwork.Mail;

/// <summary>The charsets of mail.</summary>
public static partial class Charsets
{
    /// <summary>
    /// A header whose encoded words (RFC 2047) have the usual names of charsets. Patchwork uses the names of Python's
    /// <c>email</c> package. For <c>gb2312</c> and <c>big5</c> these are names that only Python knows. Bytes without a
    /// charset are <c>unknown-8bit</c>, which git cannot read; they are nearly always UTF-8.
    /// </summary>
    /// <param name="header">One header or several, folded or not.</param>
    public static string Renamed(string header) =>
        PythonNames()
            .Replace(
                header,
                static name =>
                    name.Value switch
                    {
                        "=?big5_tw?" => "=?big5?",
                        "=?unknown-8bit?" => "=?utf-8?",
                        _ => "=?gb2312?",
                    }
            );

    /// <summary>
    /// Registers the charsets that .NET leaves to the app. MimeKit looks once which ones there are, at its first use, so
    /// this happens before anything else.
    /// </summary>
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [GeneratedRegex(@"=\?(?:eucgb2312_cn|big5_tw|unknown-8bit)\?(?=[bq]\?)", RegexOptions.CultureInvariant)]
    private static partial Regex PythonNames();
}
