namespace Hookwork.Mail;

/// <summary>
/// A line of a text, by position. A line feed ends it; a carriage return before that is not part of it.
/// </summary>
/// <param name="Text">The whole text.</param>
/// <param name="Start">Where the line starts.</param>
/// <param name="End">Where its line feed is, or where the text ends.</param>
internal readonly record struct Line(string Text, int Start, int End)
{
    /// <summary>Where the next line starts; the length of the text after the last line.</summary>
    public int Next => Math.Min(End + 1, Text.Length);

    /// <summary>The line without its end.</summary>
    public ReadOnlySpan<char> Span
    {
        get
        {
            var raw = Text.AsSpan(Start, End - Start);
            return raw.EndsWith('\r') ? raw[..^1] : raw;
        }
    }

    /// <summary>
    /// The line without its line feed, but with a carriage return, which is content in the hunk of a CRLF file.
    /// </summary>
    public ReadOnlyMemory<char> Raw => Text.AsMemory(Start, End - Start);

    public bool IsBlank => Span.IsWhiteSpace();

    /// <summary>Whether it quotes another mail: a <c>&gt;</c> after any spaces.</summary>
    public bool IsQuoted => Span.TrimStart(" \t").StartsWith('>');

    /// <summary>The line at a position before the end of the text.</summary>
    public static Line At(string text, int start)
    {
        var length = text.AsSpan(start).IndexOf('\n');
        return new Line(text, start, length < 0 ? text.Length : start + length);
    }

    /// <summary>All lines. A text that ends with a line feed has no empty line after it.</summary>
    public static List<Line> AllOf(string text)
    {
        var lines = new List<Line>();
        for (var start = 0; start < text.Length; start = lines[^1].Next)
            lines.Add(At(text, start));
        return lines;
    }
}
