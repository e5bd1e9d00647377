using System.Text;

namespace Hookwork.Mail.Reviews;

/// <summary>
/// Lines one after the other, without white space and quote marks. In this form, a text is the same after mail programs
/// have changed tabs to spaces, dropped a space, wrapped a line or filled a paragraph anew.
/// </summary>
internal sealed class PlainLines
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _starts = [];
    private readonly List<int> _words = [];

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Where each line starts.</summary>
    public IReadOnlyList<int> Starts => _starts;

    /// <summary>Where the words of prose start that do not start a line.</summary>
    public IReadOnlyList<int> Words => _words;

    /// <summary>The number of characters so far.</summary>
    public int Length => _text.Length;

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line, without marks.</param>
    /// <param name="isProse">Whether a quotation may start with any of its words.</param>
    public void Add(ReadOnlySpan<char> line, bool isProse = false)
    {
        _starts.Add(_text.Length);
        var isFirst = true;
        while (true)
        {
            var start = 0;
            while (start < line.Length && IsSpace(line[start]))
                start++;
            line = line[start..];
            if (line.IsEmpty)
                return;
            var end = 0;
            while (end < line.Length && !IsSpace(line[end]))
                end++;
            if (isProse && !isFirst)
                _words.Add(_text.Length);
            _text.Append(line[..end]);
            line = line[end..];
            isFirst = false;
        }
    }

    /// <summary>A line in this form.</summary>
    public static string Of(ReadOnlySpan<char> line)
    {
        var lines = new PlainLines();
        lines.Add(line);
        return lines.Text;
    }

    // White space, and what does not show: zero-width space, byte order mark, soft hyphen.
    private static bool IsSpace(char character) =>
        char.IsWhiteSpace(character) || character is '\u200B' or '\uFEFF' or '\u00AD';
}
