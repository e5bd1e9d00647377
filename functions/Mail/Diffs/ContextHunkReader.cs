using System.Text.RegularExpressions;

namespace Hookwork.Mail.Diffs;

/// <summary>
/// Reads a hunk of a context diff: all lines before the change, then all lines after it. A side without changes is left
/// out (diff(1), "Detailed Description of Context Format").
/// </summary>
internal static partial class ContextHunkReader
{
    /// <summary>The line that starts a hunk.</summary>
    private const string Stars = "***************";

    /// <summary>Reads a hunk; null if there is none.</summary>
    /// <param name="text">The text it is in.</param>
    /// <param name="start">Where the line of stars starts.</param>
    /// <param name="end">Where the first line starts that is not part of it.</param>
    public static Hunk? Read(string text, int start, out int end)
    {
        end = start;
        if (start == text.Length || Line.At(text, start) is var stars && !stars.Span.StartsWith(Stars))
            return null;
        var position = stars.Next;
        if (!TryReadRange(text, ref position, OldRange(), out var oldStart, out var oldCount))
            return null;
        var old = Side(text, ref position, oldCount, DiffLineKind.Removed);
        if (!TryReadRange(text, ref position, NewRange(), out var newStart, out var newCount))
            return null;
        var @new = Side(text, ref position, newCount, DiffLineKind.Added);

        end = position;
        var lines = Join(old, @new);
        return new Hunk
        {
            OldStart = oldStart,
            OldCount = lines.Count(line => line.Kind != DiffLineKind.Added),
            NewStart = newStart,
            NewCount = lines.Count(line => line.Kind != DiffLineKind.Removed),
            Section = stars.Span[Stars.Length..].Trim().ToString(),
            Lines = lines,
            IsWhole = (old.Count == 0 || old.Count == oldCount) && (@new.Count == 0 || @new.Count == newCount),
        };
    }

    // "*** 1,5 ****" is lines 1 to 5, "*** 5 ****" line 5, "*** 0 ****" none.
    private static bool TryReadRange(string text, ref int position, Regex shape, out int first, out int count)
    {
        (first, count) = (0, 0);
        if (position == text.Length)
            return false;
        var line = Line.At(text, position);
        var match = shape.Match(line.Span.ToString());
        if (!match.Success || !HunkHeader.TryRead(match.Groups["first"].ValueSpan, out first))
            return false;
        if (!HunkHeader.TryRead(match.Groups["last"].ValueSpan, out var last))
            last = first;
        count = first == 0 ? 0 : Math.Max(0, last - first + 1);
        position = line.Next;
        return true;
    }

    // Each line has a mark and a space before it: "!" if it changed, "-" and "+" if it is only on this side.
    private static List<DiffLine> Side(string text, ref int position, int count, DiffLineKind changed)
    {
        List<DiffLine> side = [];
        while (position < text.Length)
        {
            var line = Line.At(text, position);
            var span = line.Span;
            if (side.Count > 0 && span.StartsWith('\\'))
                side[^1] = side[^1] with { EndsFile = true };
            else if (side.Count == count)
                break;
            else if (span is ['!' or '-' or '+'] or ['!' or '-' or '+', ' ', ..])
                side.Add(new DiffLine(changed, line.Raw[Math.Min(2, span.Length)..]));
            // A mail program may have removed the spaces.
            else if (span is [' ', ' ', ..] || (span.IsWhiteSpace() && side.Count > 0))
                side.Add(new DiffLine(DiffLineKind.Context, line.Raw[Math.Min(2, span.Length)..]));
            else
                break;
            position = line.Next;
        }
        return side;
    }

    // The lines that did not change are in both sides, and keep them in step.
    private static List<DiffLine> Join(List<DiffLine> old, List<DiffLine> @new)
    {
        List<DiffLine> lines = [];
        int before = 0,
            after = 0;
        while (before < old.Count || after < @new.Count)
        {
            while (before < old.Count && old[before].Kind != DiffLineKind.Context)
                lines.Add(old[before++]);
            while (after < @new.Count && @new[after].Kind != DiffLineKind.Context)
                lines.Add(@new[after++]);
            if (after < @new.Count)
                lines.Add(@new[after]);
            else if (before < old.Count)
                lines.Add(old[before]);
            before++;
            after++;
        }
        return lines;
    }

    [GeneratedRegex(@"^\*\*\* (?<first>\d+)(?:,(?<last>\d+))? \*\*\*\*$", RegexOptions.CultureInvariant)]
    private static partial Regex OldRange();

    [GeneratedRegex(@"^--- (?<first>\d+)(?:,(?<last>\d+))? ----$", RegexOptions.CultureInvariant)]
    private static partial Regex NewRange();
}
