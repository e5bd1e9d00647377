using Hookwork.Catalog.Query;

namespace Hookwork.Catalog;

/// <summary>Finds the place of a mail's text that shows why it was found.</summary>
internal static class Snippets
{
    /// <summary>How much of a text is looked at: who finds nothing there sees its beginning.</summary>
    private const int Searched = 64 << 10;

    private const int Before = 60;
    private const int Longest = 220;
    private const int MostLines = 4;

    private const TextColumns Body = TextColumns.Own | TextColumns.Diff;

    /// <summary>A snippet around the first match, or the first words of the mail.</summary>
    public static Snippet Of(StoredText text, SearchQuery query)
    {
        foreach (var (column, part) in Parts(text.Content, LineOfText).Concat(Parts(text.Diff, LineOfDiff)))
        {
            if (query.MarksIn(column, part) is { Count: > 0 } marks)
                return Around(part, marks);
        }
        var own = Parts(text.Content, LineOfText).FirstOrDefault(part => part.Column == Body && !string.IsNullOrWhiteSpace(part.Text)).Text;
        return Around(own ?? text.Content[..Math.Min(text.Content.Length, Longest)], []);
    }

    /// <summary>Lines of one kind that stand together.</summary>
    private static IEnumerable<(TextColumns Column, string Text)> Parts(string text, Func<ReadOnlySpan<char>, TextColumns> columnOf)
    {
        var end = Math.Min(text.Length, Searched);
        for (var start = 0; start < end;)
        {
            var column = columnOf(Line(text, start));
            var next = start;
            do
                next += Line(text, next).Length + 1;
            while (next < end && columnOf(Line(text, next)) == column);
            yield return (column, text[start..Math.Min(next, text.Length)]);
            start = next;
        }
    }

    private static ReadOnlySpan<char> Line(string text, int start)
    {
        var rest = text.AsSpan(start);
        return rest.IndexOf('\n') is >= 0 and var end ? rest[..end] : rest;
    }

    private static TextColumns LineOfText(ReadOnlySpan<char> line) => line.TrimStart(' ').StartsWith('>') ? TextColumns.Quoted : Body;

    private static TextColumns LineOfDiff(ReadOnlySpan<char> line) => line switch
    {
        ['+', '+', '+', ' ', ..] or ['-', '-', '-', ' ', ..] => TextColumns.Files,
        ['+', ..] => TextColumns.Added,
        ['-', ..] => TextColumns.Removed,
        ['@', '@', ..] => TextColumns.Hunks,
        [' ', ..] or [] => TextColumns.Context,
        _ => TextColumns.Files,
    };

    private static Snippet Around(string text, IReadOnlyList<Range> marks)
    {
        var first = marks.Count > 0 ? marks[0].Start.Value : text.Length - text.AsSpan().TrimStart().Length;
        var start = marks.Count > 0 ? StartBefore(text, first) : first;
        var end = EndAfter(text, start);
        // No half of a surrogate pair.
        if (end < text.Length && char.IsLowSurrogate(text[end]))
            end--;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return new Snippet(
            text[start..end],
            [.. marks.Where(mark => mark.Start.Value >= start && mark.End.Value <= end).Select(mark => (mark.Start.Value - start)..(mark.End.Value - start))]);
    }

    /// <summary>Some lines further, or some words.</summary>
    private static int EndAfter(string text, int start)
    {
        var end = start;
        for (var lines = 0; end < text.Length && lines < MostLines && end - start < Longest; end++)
            lines += text[end] == '\n' ? 1 : 0;
        return end;
    }

    /// <summary>The start of the line, or of a word not too far before.</summary>
    private static int StartBefore(string text, int first)
    {
        var earliest = Math.Max(0, first - Before);
        var before = text.AsSpan(earliest, first - earliest);
        if (before.LastIndexOf('\n') is >= 0 and var line)
            return earliest + line + 1;
        if (earliest == 0)
            return 0;
        return before.IndexOf(' ') is >= 0 and var word ? earliest + word + 1 : first;
    }
}
