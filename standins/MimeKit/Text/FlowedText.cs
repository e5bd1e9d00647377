using System.Text;

namespace MimeKit.Text;

/// <summary>Joins the lines of flowed text (RFC 3676) into paragraphs.</summary>
internal sealed class FlowedText(bool deleteSpace)
{
    private readonly StringBuilder _joined = new();
    private readonly StringBuilder _paragraph = new();

    /// <summary>How deep the paragraph is quoted, if one has started; it may be empty all the same.</summary>
    private int? _quoteDepth;

    /// <param name="text">Flowed text.</param>
    /// <param name="deleteSpace">Whether the space at the end of a joined line is not part of the text (<c>delsp=yes</c>).</param>
    public static string Join(string text, bool deleteSpace)
    {
        var flowed = new FlowedText(deleteSpace);
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
            flowed.Add(line);

        // Text that ends in the middle of a paragraph ends without a line end.
        if (flowed._paragraph.Length > 0)
            flowed.AppendParagraph();

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
        if (_quoteDepth is not null && quoteDepth != _quoteDepth)
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
        AppendParagraph();
        _joined.Append(Environment.NewLine);
        _paragraph.Clear();
        _quoteDepth = null;
    }

    private void AppendParagraph()
    {
        if (_quoteDepth > 0)
            _joined.Append('>', _quoteDepth.Value).Append(' ');

        _joined.Append(_paragraph);
    }
}
