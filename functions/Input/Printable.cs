using System.Text;

namespace Hookwork.Input;

/// <summary>Makes text safe and short enough for a log line or a message.</summary>
public static class Printable
{
    private const int Longest = 300;

    /// <summary>The first line of an exception's message; Azure's clients add the whole answer.</summary>
    public static string FirstLine(Exception exception) => exception.Message.Split(['\n', '\r'])[0].TrimEnd();

    /// <summary>
    /// Escapes control characters as <c>\u00XX</c>, so no line can be forged, and truncates long text.
    /// </summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        var length =
            text.Length <= Longest ? text.Length
            : char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1
            : Longest;
        var escaped = new StringBuilder(length + 8);
        foreach (var character in text.AsSpan(0, length))
        {
            if (char.IsControl(character) || character is '\u2028' or '\u2029')
                escaped.Append($"\\u{(int)character:x4}");
            else
                escaped.Append(character);
        }
        return text.Length > Longest ? escaped.Append('…').ToString() : escaped.ToString();
    }
}
