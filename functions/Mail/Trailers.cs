using System.Text;

namespace Hookwork.Mail;

/// <summary>
/// Finds the trailers of a mail's text, as git-interpret-trailers and Patchwork see them.
/// </summary>
/// <remarks>
/// <para>A usual name (<c>Reviewed-by</c>, <c>Fixes</c>, <c>Link</c> …) with a value that fits it counts on any line of
/// its own that is not quoted, as Patchwork counts tags in a reply. Any other name counts only in the last paragraph,
/// if that is a block of trailers by git's rule (at least one usual trailer or line of git cherry-pick -x, and a
/// quarter of the lines: git-interpret-trailers(1)).</para> <para>A commit message ends at a line <c>---</c>, unless
/// the text quotes another mail; any text ends at a signature, <c>-- </c> (RFC 3676, 4.3). A paragraph that begins with
/// <c>From:</c>, <c>Date:</c>, <c>Subject:</c>, <c>To:</c> or <c>Sent:</c> repeats mail headers and has no
/// trailers.</para>
/// </remarks>
public static class Trailers
{
    /// <summary>The trailers, in the order of the text; duplicates included.</summary>
    /// <param name="content">A mail's text, as Patchwork's <c>content</c> has it.</param>
    public static IReadOnlyList<Trailer> Of(string? content)
    {
        if (string.IsNullOrEmpty(content))
            return [];

        var lines = MessageOf(content);
        var block = BlockOf(lines);
        var trailers = new List<Trailer>();
        var paragraph = Paragraph.None;
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index];
            if (line.IsBlank || line.IsQuoted)
            {
                paragraph = Paragraph.None;
                continue;
            }
            var isTrailer = TryReadName(line.Span, out var name, out var value);
            if (paragraph == Paragraph.None)
                paragraph = isTrailer && TrailerNames.IsHeader(name) ? Paragraph.Headers : Paragraph.Text;
            if (!isTrailer || paragraph == Paragraph.Headers)
                continue;

            var last = LastOf(lines, index, value);
            var unfolded = Unfold(lines, index, last, value);
            if (
                unfolded.Length > 0
                && (index >= block ? TrailerNames.IsPossible(name, unfolded) : TrailerNames.IsTrailer(name, unfolded))
            )
            {
                trailers.Add(new Trailer(TrailerNames.Spell(name), unfolded));
                index = last;
            }
        }
        return trailers;
    }

    private enum Paragraph
    {
        None,
        Text,
        Headers,
    }

    // The lines of the message: up to the signature, and in a commit message up to the three dashes.
    private static List<Line> MessageOf(string content)
    {
        var lines = Line.AllOf(content);
        var signature = lines.FindIndex(line => line.Span is "-- ");
        if (signature >= 0)
            lines.RemoveRange(signature, lines.Count - signature);
        if (!lines.Exists(line => line.IsQuoted))
        {
            var dashes = lines.FindIndex(line => line.Span.TrimEnd() is "---");
            if (dashes >= 0)
                lines.RemoveRange(dashes, lines.Count - dashes);
        }
        return lines;
    }

    // The start of the last paragraph if it is a block of trailers; otherwise after the last line.
    private static int BlockOf(List<Line> lines)
    {
        var end = lines.Count;
        while (end > 0 && lines[end - 1].IsBlank)
            end--;
        var start = end;
        while (start > 0 && !lines[start - 1].IsBlank && !lines[start - 1].IsQuoted)
            start--;

        int usual = 0,
            trailers = 0,
            others = 0;
        var folded = false;
        for (var index = start; index < end; index++)
        {
            var span = lines[index].Span;
            if (folded && span[0] is ' ' or '\t')
                continue;
            if (span.StartsWith("(cherry picked from commit "))
            {
                folded = false;
                trailers++;
                usual++;
                continue;
            }
            folded = TryReadName(span, out var name, out var value) && TrailerNames.IsPossible(name, value);
            if (!folded)
                others++;
            else
                trailers++;
            if (folded && TrailerNames.IsTrailer(name, value))
                usual++;
        }
        return usual > 0 && trailers * 3L >= others ? start : lines.Count;
    }

    // git: a token of letters, digits and hyphens, optional spaces, and a colon.
    private static bool TryReadName(ReadOnlySpan<char> line, out string name, out ReadOnlySpan<char> value)
    {
        name = "";
        value = default;
        var length = 0;
        while (length < line.Length && (char.IsAsciiLetterOrDigit(line[length]) || line[length] == '-'))
            length++;
        var colon = length;
        while (colon < line.Length && line[colon] is ' ' or '\t')
            colon++;
        if (length == 0 || !char.IsAsciiLetter(line[0]) || colon == line.Length || line[colon] != ':')
            return false;
        name = line[..length].ToString();
        value = line[(colon + 1)..].Trim();
        return true;
    }

    // The last line that a trailer is folded onto: indented ones, and an address that a mail program put on a line of
    // its own.
    private static int LastOf(List<Line> lines, int index, ReadOnlySpan<char> value)
    {
        var last = index;
        while (
            last + 1 < lines.Count
            && !lines[last + 1].IsBlank
            && !lines[last + 1].IsQuoted
            && lines[last + 1].Span[0] is ' ' or '\t'
        )
            last++;
        if (
            last == index
            && last + 1 < lines.Count
            && !value.Contains('@')
            && lines[last + 1].Span.TrimEnd() is ['<', .., '>'] address
            && address.Contains('@')
            && !address.Contains(' ')
        )
            last++;
        return last;
    }

    private static string Unfold(List<Line> lines, int index, int last, ReadOnlySpan<char> value)
    {
        if (last == index)
            return value.ToString();
        var unfolded = new StringBuilder().Append(value);
        for (var next = index + 1; next <= last; next++)
            unfolded.Append(' ').Append(lines[next].Span.Trim());
        return unfolded.ToString().Trim();
    }
}
