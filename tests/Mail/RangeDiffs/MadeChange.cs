namespace Hookwork.Tests.Mail.RangeDiffs;

/// <summary>A made-up commit: what it says and how it edits the files.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Body">Its message without the subject.</param>
/// <param name="Author">Its author's name.</param>
/// <param name="Edits">Its edits, in order.</param>
internal sealed record MadeChange(string Subject, string Body, string Author, IReadOnlyList<MadeEdit> Edits);

/// <summary>An edit: lines below an anchor. Without an anchor it makes a file; without lines too it deletes it.</summary>
/// <param name="File">The file.</param>
/// <param name="Anchor">A line that the file has once; null for the whole file.</param>
/// <param name="Removed">How many lines below the anchor go.</param>
/// <param name="Added">The lines that come below the anchor.</param>
internal sealed record MadeEdit(string File, string? Anchor, int Removed, IReadOnlyList<string> Added)
{
    /// <summary>Applies it. An anchor that is missing changes nothing.</summary>
    public void Apply(IDictionary<string, List<string>> files)
    {
        if (Anchor is null)
        {
            if (Added.Count == 0)
                files.Remove(File);
            else
                files[File] = [.. Added];
            return;
        }
        if (!files.TryGetValue(File, out var lines) || lines.IndexOf(Anchor) is not (>= 0 and var at))
            return;
        var edited = new List<string>(lines);
        edited.RemoveRange(at + 1, Math.Min(Removed, edited.Count - at - 1));
        edited.InsertRange(at + 1, Added);
        files[File] = edited;
    }
}
