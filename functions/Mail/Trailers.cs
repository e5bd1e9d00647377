using System.Text;

namespace Hookwork.Mail;

/// <summary>
/// Finds the trailers of a mail's text, as git-interpret-trailers and Patchwork see them.
/// </summary>
/// <remarks>
/// <para>A usual name (<c>Reviewed-by</c>, <c>Fixes</c>, <c>Link</c> …) with a fitting value counts on any line that is
/// not quoted, as Patchwork counts tags in a reply. Any other name counts only in the last paragraph, and only if that
/// is a block of trailers by git's rule: it has a usual trailer or a line of git cherry-pick -x, and at least a quarter
/// of its lines are trailers (git-interpret-trailers(1)).</para>
/// <para>A commit message ends at a line <c>---</c>, unless the text quotes another mail. Any text ends at a signature,
/// <c>-- </c> (RFC 3676, 4.3), and at the original message that a mail program appended. A paragraph that begins with
/// <c>From:</c>, <c>Date:</c>, <c>Subject:</c>, <c>To:</c> or <c>Sent:</c> repeats mail headers and has no
/// trailers.</para>
/// <para>In a reply, usual trailers may be indented, as b4 reads them; Patchwork does not count those.</para>
/// </remarks>
public static class Trailers
{
    /// <summary>The trailers, in the order of the text; duplicates included.</summary>
    /// <param name="content">A mail's text, as Patchwork's <c>content</c> has it.</param>
    /// <param name="isReply">Whether the mail is a reply, and not a commit message.</param>
    public static IReadOnlyList<Trailer> Of(string? content, bool isReply = false) =>
        [.. Find(content, isReply).Select(found => found.Trailer)];

    /// <summary>The trailers, each with its first and last line.</summary>
    internal static List<(Trailer Trailer, int First, int Last)> Find(string? content, bool isReply)
    {
        if (string.IsNullOrEmpty(content))
            return [];

        var lines = MessageOf(content, isReply);
        var block = BlockOf(lines);
        var trailers = new List<(Trailer, int, int)>();
        var paragraph = Paragraph.None;
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index];
            if (line.IsBlank || line.IsQuoted)
            {
                paragraph = Paragraph.None;
                continue;
            }
            var isTrailer =
                TryReadName(line.Span, out var name, out var value)
                || (isReply && TryReadIndented(line.Span, out name, out value));
            if (paragraph == Paragraph.None)
                paragraph = isTrailer && TrailerNames.IsHeader(name) ? Paragraph.Headers : Paragraph.Text;
            if (!isTrailer || paragraph == Paragraph.Headers)
                continue;

            var last = LastOf(lines, index, name, value, isReply);
            var unfolded = Unfold(lines, index, last, value);
            if (
                unfolded.Length > 0
                && (index >= block ? TrailerNames.IsPossible(name, unfolded) : TrailerNames.IsTrailer(name, unfolded))
            )
            {
                trailers.Add((new Trailer(TrailerNames.Spell(name), unfolded), index, last));
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

    // The lines of the message: up to the signature or the original message, and in a commit message up to the three
    // dashes.
    private static List<Line> MessageOf(string content, bool isReply)
    {
        var lines = Line.AllOf(content);
        Cut(lines, lines.FindIndex(line => line.Span is "-- "));
        Cut(lines, Quotes.OriginalMessageAt(lines));
        if (!isReply && !lines.Exists(line => line.IsQuoted))
            Cut(lines, lines.FindIndex(line => line.Span.TrimEnd() is "---"));
        return lines;
    }

    private static void Cut(List<Line> lines, int end)
    {
        if (end >= 0)
            lines.RemoveRange(end, lines.Count - end);
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

    // An indented line may be anything, so it must look like nothing but a trailer: one with an address, or a "Fixes".
    private static bool TryReadIndented(ReadOnlySpan<char> line, out string name, out ReadOnlySpan<char> value) =>
        TryReadName(line.TrimStart(" \t"), out name, out value)
        && TrailerNames.IsTrailer(name, value)
        && (value.Contains('@') || !TrailerNames.IsBy(name));

    // The last line of a folded trailer. Continuations are indented lines, an address that a mail program put on a line
    // of its own and, for a usual name, the rest of a text in quotes or parentheses.
    private static int LastOf(List<Line> lines, int index, string name, ReadOnlySpan<char> value, bool isReply)
    {
        var last = index;
        while (
            last + 1 < lines.Count
            && !lines[last + 1].IsBlank
            && !lines[last + 1].IsQuoted
            && lines[last + 1].Span[0] is ' ' or '\t'
            && !(isReply && TryReadIndented(lines[last + 1].Span, out _, out _))
        )
            last++;
        if (last > index)
            return last;
        if (
            index + 1 < lines.Count
            && !value.Contains('@')
            && lines[index + 1].Span.TrimEnd() is ['<', .., '>'] address
            && address.Contains('@')
            && !address.Contains(' ')
        )
            return index + 1;
        return TrailerNames.IsTrailer(name, value) ? ClosingLine(lines, index, value) : index;
    }

    // The line that closes the quotes and parentheses of a value; the value's own line if none does.
    private static int ClosingLine(List<Line> lines, int index, ReadOnlySpan<char> value)
    {
        const int Most = 3;
        int open = 0,
            quotes = 0;
        for (var last = index; ; value = lines[last].Span)
        {
            open += value.Count('(') - value.Count(')');
            quotes += value.Count('"');
            if (open <= 0 && quotes % 2 == 0)
                return last;
            last++;
            if (
                last > index + Most
                || last == lines.Count
                || lines[last].IsBlank
                || lines[last].IsQuoted
                || (TryReadName(lines[last].Span, out var name, out var next) && TrailerNames.IsTrailer(name, next))
            )
                return index;
        }
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
