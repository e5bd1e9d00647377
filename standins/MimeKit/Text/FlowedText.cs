using System.Text;

namespace MimeKit.Text;

/// <summary>Joins the lines of flowed text (RFC 3676) into paragraphs.</summary>
internal sealed class FlowedText(bool deleteSpace)
{
    private readonly StringBuilder _joined = new();
    private readonly StringBuilder _paragraph = new();
    private int _quoteDepth;

    /// <param name="text">Flowed text.</param>
    /// <param name="deleteSpace">Whether the space at the end of a joined line is not part of the text (<c>delsp=yes</c>).</param>
    public static string Join(string text, bool deleteSpace)
    {
        var flowed = new FlowedText(deleteSpace);
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
            flowed.Add(line);

        if (flowed._paragraph.Length > 0)
            flowed.EndParagraph();

        return flowed._joined.ToString();
    }

    private void Add(string line)
    {
        var quoteDepth = 0;
        while (quoteDepth < line.Length && line[quoteDepth] == '>')
            quoteDepth++;

        // RFC 3676, section 4.4: a space may have been stuffed in.
        var text = line.AsSpan(quoteDepth);
        if (text.StartsWith(" "))
            text = text[1..];

        // Section 4.5: what goes on at another depth is no longer the same paragraph.
        if (_paragraph.Length > 0 && quoteDepth != _quoteDepth)
            EndParagraph();

        _quoteDepth = quoteDepth;
        _paragraph.Append(text);
        if (!text.EndsWith(" "))
            EndParagraph();
        else if (deleteSpace)
            _paragraph.Length--;
    }

    private void EndParagraph()
    {
        if (_quoteDepth > 0)
            _joined.Append('>', _quoteDepth).Append(' ');

        _joined.Append(_paragraph).Append(Environment.NewLine);
        _paragraph.Clear();
    }
}
