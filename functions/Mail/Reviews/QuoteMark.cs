namespace Hookwork.Mail.Reviews;

/// <summary>The marks before a quoted line: <c>&gt;</c> for each mail that quotes it.</summary>
internal static class QuoteMark
{
    /// <summary>The line without its marks.</summary>
    /// <param name="line">The line.</param>
    /// <param name="level">The number of marks.</param>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> line, out int level)
    {
        level = 0;
        while (line.TrimStart() is ['>', .. var rest])
        {
            level++;
            line = rest;
        }
        return line;
    }

    /// <summary>Whether a line is quoted as some programs and people do it: by <c>|</c> or <c>:</c>.</summary>
    public static bool IsUnusual(ReadOnlySpan<char> line) => line is ['|' or ':'] or ['|' or ':', ' ' or '\t', ..];

    /// <summary>Whether a line says that lines were left out: <c>[...]</c>, <c>…</c>, <c>[snip]</c>.</summary>
    public static bool IsOmission(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line is not (['[', .., ']'] or ['<', .., '>'] or ['(', .., ')'] or ['-', .., '-']))
            return line is "…" || (line.Length > 2 && line.IndexOfAnyExcept('.', ' ') < 0);
        var word = line.Trim("[]<>()- ");
        return word.StartsWith("...")
            || word.StartsWith('…')
            || word.StartsWith("snip", StringComparison.OrdinalIgnoreCase)
            || word.Equals("cut", StringComparison.OrdinalIgnoreCase);
    }
}
