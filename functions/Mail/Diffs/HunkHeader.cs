using System.Globalization;

namespace Hookwork.Mail.Diffs;

/// <summary>
/// The line that starts a hunk: <c>@@ -1,3 +1,4 @@ section</c>, or of a combined diff <c>@@@ -1,3 -1,2 +1,4 @@@
/// section</c>.
/// </summary>
/// <param name="OldStart">The first line in the first parent.</param>
/// <param name="OldCounts">The number of lines in each parent.</param>
/// <param name="NewStart">The first line after the change.</param>
/// <param name="NewCount">The number of lines after the change.</param>
/// <param name="Section">The text after the second <c>@@</c>.</param>
internal sealed record HunkHeader(int OldStart, int[] OldCounts, int NewStart, int NewCount, string Section)
{
    private const int MostParents = 16;

    /// <summary>Reads a line; null if it is not a hunk header.</summary>
    public static HunkHeader? Read(ReadOnlySpan<char> line)
    {
        var marks = 0;
        while (marks < line.Length && line[marks] == '@')
            marks++;
        var parents = marks - 1;
        if (parents is < 1 or > MostParents || marks == line.Length || line[marks] != ' ')
            return null;

        var rest = line[(marks + 1)..];
        var oldStart = 0;
        var oldCounts = new int[parents];
        for (var parent = 0; parent < parents; parent++)
        {
            if (!TryReadRange(ref rest, '-', out var start, out oldCounts[parent]))
                return null;
            if (parent == 0)
                oldStart = start;
        }
        if (!TryReadRange(ref rest, '+', out var newStart, out var newCount) || !rest.StartsWith(line[..marks]))
            return null;
        return new HunkHeader(oldStart, oldCounts, newStart, newCount, rest[marks..].Trim().ToString());
    }

    // "-1,3 " or "-1 ", which means one line.
    private static bool TryReadRange(ref ReadOnlySpan<char> rest, char sign, out int start, out int count)
    {
        start = 0;
        count = 1;
        var end = rest.IndexOf(' ');
        if (end < 2 || rest[0] != sign)
            return false;
        var range = rest[1..end];
        rest = rest[(end + 1)..];
        var comma = range.IndexOf(',');
        return comma < 0
            ? TryRead(range, out start)
            : TryRead(range[..comma], out start) && TryRead(range[(comma + 1)..], out count);
    }

    /// <summary>Reads the number of a line, or how many there are.</summary>
    public static bool TryRead(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
