using System.Text.RegularExpressions;

namespace Hookwork.Mail.Mboxes;

/// <summary>
/// Writes header fields as Python's <c>email</c> package does, which Patchwork generates mboxes with: a line of over 78
/// characters is folded at blanks, preferably after a semicolon or comma.
/// </summary>
internal static partial class FoldedHeader
{
    private const int LongestLine = 78;

    /// <summary>The field, without the line feed at its end.</summary>
    /// <param name="value">The value in ASCII, on one line.</param>
    public static string Write(string name, string value)
    {
        List<string> lines = [];
        List<(string Blank, string Word)> line = [];
        // The first line begins with the name.
        var before = name.Length + 2;
        foreach (Match match in Words().Matches(value))
        {
            var piece = (match.Groups["blank"].Value, match.Groups["word"].Value);
            line.Add(piece);
            if (before + Length(line) <= LongestLine)
                continue;
            if (Split(line) is { } at)
            {
                lines.Add(Text(line[..at]));
                line = line[at..];
            }
            else if (before > 0)
            {
                lines.Add(Text(line[..^1]));
                line = [(piece.Item1.Length > 0 ? piece.Item1 : " ", piece.Item2)];
            }
            else
            {
                continue;
            }
            before = 0;
        }
        if (before + Length(line) > 0)
            lines.Add(Text(line));
        return $"{name}: {string.Join('\n', lines)}";
    }

    /// <summary>The last index to split at; those after a semicolon are best, then those after a comma.</summary>
    private static int? Split(List<(string Blank, string Word)> line)
    {
        foreach (var mark in ";, \t")
        {
            for (var at = line.Count - 1; at > 0; at--)
            {
                if (line[at - 1].Word.EndsWith(mark) || (mark is ' ' or '\t' && line[at].Blank.StartsWith(mark)))
                    return at;
            }
        }
        return null;
    }

    private static int Length(List<(string Blank, string Word)> line) =>
        line.Sum(piece => piece.Blank.Length + piece.Word.Length);

    private static string Text(List<(string Blank, string Word)> line) =>
        string.Concat(line.Select(piece => piece.Blank + piece.Word));

    [GeneratedRegex(@"(?<blank>[ \t]*)(?<word>[^ \t]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
