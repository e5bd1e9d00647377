using System.Buffers;

namespace Hookwork.Input;

/// <summary>
/// Unicode's directional formatting characters (UAX #9). They are invisible, and change the order in which a text is
/// shown, so a line of code can look as if it did something else (CVE-2021-42574).
/// </summary>
public static class DirectionMarks
{
    private static readonly SearchValues<char> All = SearchValues.Create(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    );

    /// <summary>Whether a character is one.</summary>
    public static bool Contains(char character) => All.Contains(character);

    /// <summary>A text in which these characters are visible, such as <c>[U+202E]</c>.</summary>
    public static string Show(string text) =>
        text.AsSpan().ContainsAny(All)
            ? string.Concat(
                text.Select(character =>
                    Contains(character) ? FormattableString.Invariant($"[U+{(int)character:X4}]") : character.ToString()
                )
            )
            : text;
}
