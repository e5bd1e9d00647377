using System.Text;
using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

/// <summary>A diff in a line for each file: how it changed, its names, blobs, modes, and lines removed and added.</summary>
internal static class DiffDescription
{
    /// <summary>Describes the files of a diff.</summary>
    public static string Of(string diff)
    {
        var text = new StringBuilder();
        foreach (var file in Diff.Parse(diff))
        {
            text.Append($"{file.Change} {file.OldName} -> {file.NewName}");
            text.Append(file.IsBinary ? " binary" : "");
            text.Append(file.OldBlob is null && file.NewBlob is null ? "" : $" {file.OldBlob}..{file.NewBlob}");
            text.Append(file.OldMode is null && file.NewMode is null ? "" : $" {file.OldMode}..{file.NewMode}");
            var lines = file.Hunks.SelectMany(hunk => hunk.Lines).ToList();
            if (lines.Count > 0)
                text.Append(
                    $" -{lines.Count(line => line.Kind == DiffLineKind.Removed)}+{lines.Count(line => line.Kind == DiffLineKind.Added)}"
                );
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }
}
