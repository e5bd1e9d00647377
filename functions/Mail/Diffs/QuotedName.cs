using System.Text;

namespace Hookwork.Mail.Diffs;

/// <summary>
/// A file name in double quotes, with the escapes of C: as git writes names with a quote, a backslash, a control
/// character or a byte above 127 (git-config(1), core.quotePath). The bytes are UTF-8.
/// </summary>
internal static class QuotedName
{
    /// <summary>Reads a quoted name at the start of a text.</summary>
    /// <param name="text">Starts with a double quote.</param>
    /// <param name="name">The name.</param>
    /// <param name="length">How much of the text it takes, quotes included.</param>
    /// <returns>False if no quote ends it.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out string name, out int length)
    {
        name = "";
        length = 0;
        var end = EndOf(text);
        if (end < 0)
            return false;

        length = end + 1;
        var quoted = text[1..end];
        name = quoted.Contains('\\') ? Unescape(quoted) : quoted.ToString();
        return true;
    }

    private static int EndOf(ReadOnlySpan<char> text)
    {
        for (var index = 1; index < text.Length; index++)
        {
            if (text[index] == '"')
                return index;
            if (text[index] == '\\')
                index++;
        }
        return -1;
    }

    private static string Unescape(ReadOnlySpan<char> quoted)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(quoted.Length)];
        var count = 0;
        while (quoted.Length > 0)
        {
            var plain = quoted.IndexOf('\\');
            var run = plain < 0 ? quoted : quoted[..plain];
            count += Encoding.UTF8.GetBytes(run, bytes.AsSpan(count));
            quoted = quoted[run.Length..];
            if (quoted.Length > 1)
            {
                bytes[count++] = Escape(quoted[1..], out var used);
                quoted = quoted[(used + 1)..];
            }
            else
            {
                quoted = default;
            }
        }
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    // The byte that an escape stands for; the text starts after the backslash.
    private static byte Escape(ReadOnlySpan<char> escape, out int used)
    {
        // The control characters from 7 to 13.
        const string Controls = "abtnvfr";
        used = 1;
        if (Controls.IndexOf(escape[0]) is >= 0 and var control)
            return (byte)(7 + control);
        if (escape[0] is < '0' or > '7')
            return escape[0] < 128 ? (byte)escape[0] : (byte)'?';
        var value = 0;
        for (used = 0; used < 3 && used < escape.Length && escape[used] is >= '0' and <= '7'; used++)
            value = value * 8 + (escape[used] - '0');
        return (byte)value;
    }
}
