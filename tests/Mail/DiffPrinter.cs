using System.Globalization;
using System.Text;
using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

/// <summary>Writes a parsed diff as git writes it.</summary>
internal static class DiffPrinter
{
    public static string Print(IEnumerable<DiffFile> files) => string.Concat(files.Select(Print));

    public static string Print(DiffFile file)
    {
        var old = file.OldName ?? file.NewName!;
        var @new = file.NewName ?? file.OldName!;
        var text = new StringBuilder($"diff --git {Quote("a/" + old)} {Quote("b/" + @new)}\n");
        if (file.Change == FileChange.Added)
            text.Append($"new file mode {file.NewMode}\n");
        else if (file.Change == FileChange.Deleted)
            text.Append($"deleted file mode {file.OldMode}\n");
        else if (file.OldMode != file.NewMode)
            text.Append($"old mode {file.OldMode}\nnew mode {file.NewMode}\n");
        if (file.Similarity is { } similarity)
            text.Append($"similarity index {similarity}%\n");
        if (file.Change is FileChange.Renamed or FileChange.Copied)
        {
            var verb = file.Change == FileChange.Renamed ? "rename" : "copy";
            text.Append($"{verb} from {Quote(old)}\n{verb} to {Quote(@new)}\n");
        }
        if ((file.OldBlob ?? file.NewBlob) is { } blob)
        {
            var none = new string('0', blob.Length);
            text.Append($"index {file.OldBlob ?? none}..{file.NewBlob ?? none}");
            if (file.Change is not (FileChange.Added or FileChange.Deleted) && file.OldMode == file.NewMode)
                text.Append($" {file.NewMode}");
            text.Append('\n');
        }
        var oldSide = file.OldName is null ? "/dev/null" : Quote("a/" + old);
        var newSide = file.NewName is null ? "/dev/null" : Quote("b/" + @new);
        if (file.IsBinary)
            text.Append($"Binary files {oldSide} and {newSide} differ\n");
        if (file.Hunks.Count > 0)
            text.Append($"--- {oldSide}{Tab(oldSide)}\n+++ {newSide}{Tab(newSide)}\n");
        foreach (var hunk in file.Hunks)
            Append(text, hunk);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Hunk hunk)
    {
        text.Append($"@@ -{Span(hunk.OldStart, hunk.OldCount)} +{Span(hunk.NewStart, hunk.NewCount)} @@");
        text.Append(hunk.Section.Length > 0 ? $" {hunk.Section}\n" : "\n");
        foreach (var line in hunk.Lines)
        {
            text.Append(line).Append('\n');
            if (line.EndsFile)
                text.Append("\\ No newline at end of file\n");
        }
    }

    private static string Span(int start, int count) => count == 1 ? $"{start}" : $"{start},{count}";

    private static string Tab(string name) =>
        name[0] != '"' && name.Contains(' ', StringComparison.Ordinal) ? "\t" : "";

    private static string Quote(string name)
    {
        if (!name.Any(character => character is '"' or '\\' or < ' ' or > '~'))
            return name;
        var quoted = new StringBuilder("\"");
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            quoted.Append(
                (char)unit switch
                {
                    '\t' => "\\t",
                    '\n' => "\\n",
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    < ' ' or > '~' => "\\" + Convert.ToString(unit, 8).PadLeft(3, '0'),
                    var plain => plain.ToString(CultureInfo.InvariantCulture),
                }
            );
        }
        return quoted.Append('"').ToString();
    }
}
