using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Searching;

/// <summary>Selects the excerpt of a mail that shows why it matched.</summary>
internal static class Snippets
{
    /// <summary>The length of text that is searched; without a match there, the snippet is the beginning.</summary>
    private const int Searched = 64 << 10;

    /// <summary>What is read of a stored text at first: most mails are shorter, or match there.</summary>
    private const int FirstBytes = 16 << 10;

    /// <summary>The bytes that a snippet may need: what is searched of the text, and of the diff after it.</summary>
    private const int MostBytes = 4 * Searched;

    private const int Before = 60;
    private const int Longest = 220;
    private const int MostLines = 4;

    private const TextColumns Body = TextColumns.Own | TextColumns.Diff;

    /// <summary>A snippet of a stored text, of which no more is read than needed.</summary>
    /// <param name="texts">The dictionary of the catalog that stores it.</param>
    /// <param name="packed">The compressed text.</param>
    public static Snippet Of(ZstdDictionary texts, ReadOnlySpan<byte> packed, SearchQuery query)
    {
        Snippet? snippet = null;
        for (var most = FirstBytes; snippet is null; most *= 4)
        {
            var isLast = most >= MostBytes;
            snippet = StoredText.UnpackBeginning(
                texts,
                packed,
                most,
                (content, diff, isCut) =>
                    isCut && !isLast ? Match(content, diff, isCut, query) : Of(content, diff, query)
            );
        }
        return snippet;
    }

    /// <summary>A snippet around the first match, or the beginning of the mail.</summary>
    /// <param name="content">The text without the diff.</param>
    /// <param name="diff">The diff; empty if there is none.</param>
    public static Snippet Of(ReadOnlySpan<char> content, ReadOnlySpan<char> diff, SearchQuery query) =>
        Match(content, diff, isCut: false, query) ?? Beginning(content);

    private static Snippet? Match(ReadOnlySpan<char> content, ReadOnlySpan<char> diff, bool isCut, SearchQuery query) =>
        FirstMatch(content, LineOfText, isCut && diff.IsEmpty, query) ?? FirstMatch(diff, LineOfDiff, isCut, query);

    /// <summary>A snippet around the first match; null if there is none, or more has to be read.</summary>
    /// <param name="isCut">Whether more follows, with which the last lines may be one part.</param>
    private static Snippet? FirstMatch(
        ReadOnlySpan<char> text,
        Func<ReadOnlySpan<char>, TextColumns> columnOf,
        bool isCut,
        SearchQuery query
    )
    {
        var searched = text[..Math.Min(text.Length, Searched)];
        var first = query.FirstPlaceIn(searched);
        if (first < 0)
            return null;
        for (var rest = searched; !rest.IsEmpty; )
        {
            var part = FirstPart(rest, columnOf, out var column);
            if (isCut && part.Length == rest.Length)
                return null;
            // Most parts end before the first match, and are skipped.
            if (
                searched.Length - rest.Length + part.Length > first
                && query.MarksIn(column, part, Longest) is { Count: > 0 } marks
            )
                return Around(part, marks);
            rest = rest[part.Length..];
        }
        return null;
    }

    private static Snippet Beginning(ReadOnlySpan<char> content)
    {
        for (var rest = content[..Math.Min(content.Length, Searched)]; !rest.IsEmpty; )
        {
            var part = FirstPart(rest, LineOfText, out var column);
            if (column == Body && !part.IsWhiteSpace())
                return Around(part, []);
            rest = rest[part.Length..];
        }
        return Around(content, []);
    }

    /// <summary>The leading lines of one kind.</summary>
    private static ReadOnlySpan<char> FirstPart(
        ReadOnlySpan<char> text,
        Func<ReadOnlySpan<char>, TextColumns> columnOf,
        out TextColumns column
    )
    {
        var line = Line(text);
        column = columnOf(line);
        var length = line.Length + 1;
        while (length < text.Length && columnOf(line = Line(text[length..])) == column)
            length += line.Length + 1;
        return text[..Math.Min(length, text.Length)];
    }

    private static ReadOnlySpan<char> Line(ReadOnlySpan<char> text) =>
        text.IndexOf('\n') is >= 0 and var end ? text[..end] : text;

    private static TextColumns LineOfText(ReadOnlySpan<char> line) =>
        line.TrimStart(' ').StartsWith('>') ? TextColumns.Quoted : Body;

    private static TextColumns LineOfDiff(ReadOnlySpan<char> line) =>
        line switch
        {
            ['+', '+', '+', ' ', ..] or ['-', '-', '-', ' ', ..] => TextColumns.Files,
            ['+', ..] => TextColumns.Added,
            ['-', ..] => TextColumns.Removed,
            ['@', '@', ..] => TextColumns.Hunks,
            [' ', ..] or [] => TextColumns.Context,
            _ => TextColumns.Files,
        };

    private static Snippet Around(ReadOnlySpan<char> text, IReadOnlyList<Range> marks)
    {
        var first = marks.Count > 0 ? marks[0].Start.Value : text.Length - text.TrimStart().Length;
        var start = marks.Count > 0 ? StartBefore(text, first) : first;
        var end = EndAfter(text, start);
        // Do not split a surrogate pair.
        if (end < text.Length && char.IsLowSurrogate(text[end]))
            end--;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return new Snippet(
            text[start..end].ToString(),
            [
                .. marks
                    .Where(mark => mark.Start.Value >= start && mark.End.Value <= end)
                    .Select(mark => (mark.Start.Value - start)..(mark.End.Value - start)),
            ]
        );
    }

    /// <summary>The end of a few lines or words.</summary>
    private static int EndAfter(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        for (var lines = 0; end < text.Length && lines < MostLines && end - start < Longest; end++)
            lines += text[end] == '\n' ? 1 : 0;
        return end;
    }

    /// <summary>The start of the line, or of a nearby earlier word.</summary>
    private static int StartBefore(ReadOnlySpan<char> text, int first)
    {
        var earliest = Math.Max(0, first - Before);
        var before = text[earliest..first];
        if (before.LastIndexOf('\n') is >= 0 and var line)
            return earliest + line + 1;
        if (earliest == 0)
            return 0;
        return before.IndexOf(' ') is >= 0 and var word ? earliest + word + 1 : first;
    }
}
