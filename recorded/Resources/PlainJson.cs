using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hookwork.Recorded.Resources;

/// <summary>JSON with the escapes that Python's <c>json</c> and Django REST framework write, and no others.</summary>
internal static partial class PlainJson
{
    /// <summary>Replaces escapes that Patchwork does not write by their characters.</summary>
    public static byte[] Of(ReadOnlySpan<byte> json) =>
        json.IndexOf(@"\u"u8) < 0 ? json.ToArray() : Encoding.UTF8.GetBytes(Of(Encoding.UTF8.GetString(json)));

    /// <summary>Replaces escapes that Patchwork does not write by their characters.</summary>
    public static string Of(string json) =>
        AnyEscape()
            .Replace(
                json,
                escape =>
                {
                    if (!escape.Groups[1].Success)
                        return escape.Value;
                    var character = (char)int.Parse(escape.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier);
                    return character is < ' ' or '\u2028' or '\u2029'
                        ? escape.Value.ToLowerInvariant()
                        : character.ToString();
                }
            );

    [GeneratedRegex(@"\\(?:u([0-9A-Fa-f]{4})|.)")]
    private static partial Regex AnyEscape();
}
