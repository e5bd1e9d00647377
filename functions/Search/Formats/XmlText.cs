using System.Text;

namespace Hookwork.Search.Formats;

/// <summary>Text that XML can hold.</summary>
internal static class XmlText
{
    /// <summary>XML 1.0 cannot represent most control characters, even escaped: they become U+FFFD.</summary>
    public static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            valid.Append(
                (rune.Value < 0x20 && rune.Value is not ('\t' or '\n' or '\r')) || rune.Value is 0xFFFE or 0xFFFF
                    ? "\uFFFD"
                    : rune.ToString()
            );
        return valid.ToString();
    }
}
