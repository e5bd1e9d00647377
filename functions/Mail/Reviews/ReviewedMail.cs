using Hookwork.Mail.Diffs;

namespace Hookwork.Mail.Reviews;

/// <summary>A patch or cover letter that replies are about: says where each remark of a reply belongs.</summary>
/// <remarks>
/// <para>A remark belongs to the last line quoted before it. Differences in the depth of a quotation, its mark, white
/// space, line breaks, and lines left out are ignored.</para>
/// <para>A remark belongs to the whole mail if nothing is quoted before it, or if less than half of the quotation is in
/// this mail, as in a reply to another version. A remark above the only quotation belongs to this quotation if it is
/// from one hunk. A salutation goes with the next remark.</para>
/// <para>Reading a reply takes time proportional to its length; see <see cref="QuotableText"/>.</para>
/// </remarks>
public sealed class ReviewedMail
{
    private readonly QuotableText _text;

    private ReviewedMail(QuotableText text) => _text = text;

    /// <summary>Takes a mail apart.</summary>
    /// <param name="message">Its text: a commit message or a cover letter.</param>
    /// <param name="files">The files of its diff.</param>
    /// <param name="cover">The text of the series' cover letter, if replies to the patch may quote it.</param>
    public static ReviewedMail Of(string? message, IReadOnlyList<DiffFile> files, string? cover = null)
    {
        var (lines, places) = (new PlainLines(), new List<Place>());
        foreach (var (index, line) in Line.AllOf(message ?? "").Index())
            Add(line.Span, Place.Message(index), isProse: true);
        for (var file = 0; file < files.Count; file++)
        {
            foreach (var header in HeadersOf(files[file]))
                Add(header, Place.OfFile(file), isProse: false);
            for (var hunk = 0; hunk < files[file].Hunks.Count; hunk++)
                AddHunk(file, hunk, files[file].Hunks[hunk]);
        }
        foreach (var (index, line) in Line.AllOf(cover ?? "").Index())
            Add(line.Span, Place.Cover(index), isProse: true);
        return new ReviewedMail(new QuotableText(lines, places));

        void AddHunk(int file, int hunk, Hunk content)
        {
            Add(
                $"@@ -{Range(content.OldStart, content.OldCount)} +{Range(content.NewStart, content.NewCount)} @@ {content.Section}",
                Place.OfHunk(file, hunk),
                isProse: false
            );
            for (var line = 0; line < content.Lines.Count; line++)
                Add(content.Lines[line].ToString(), Place.OfLine(file, hunk, line), isProse: false);
        }

        void Add(ReadOnlySpan<char> line, Place place, bool isProse)
        {
            lines.Add(QuoteMark.Strip(line, out _), isProse);
            places.Add(place);
        }
    }

    /// <summary>Reads a reply.</summary>
    /// <param name="text">The text of the reply.</param>
    /// <param name="earlier">The replies that it answers, if any: what it quotes of their remarks stands for the places
    /// of those.</param>
    public Review Read(string? text, IReadOnlyList<Review>? earlier = null)
    {
        List<QuotableText> texts = [_text];
        if (earlier is { Count: > 0 })
            texts.Add(TextOf(earlier));
        return ReviewReader.Read(text ?? "", texts);
    }

    private static QuotableText TextOf(IReadOnlyList<Review> reviews)
    {
        var (lines, places) = (new PlainLines(), new List<Place>());
        foreach (var remark in reviews.SelectMany(review => review.Remarks))
        {
            foreach (var line in remark.Text.EnumerateLines())
            {
                lines.Add(line, isProse: true);
                places.Add(remark.Place);
            }
        }
        return new QuotableText(lines, places);
    }

    // As git writes them, with its usual prefixes (git-diff(1)). A line that is written otherwise is just not found.
    private static IEnumerable<string> HeadersOf(DiffFile file)
    {
        var (old, @new) = (file.OldName ?? file.NewName, file.NewName ?? file.OldName);
        yield return $"diff --git a/{old} b/{@new}";
        if (file.Change == FileChange.Added)
        {
            yield return $"new file mode {file.NewMode}";
        }
        else if (file.Change == FileChange.Deleted)
        {
            yield return $"deleted file mode {file.OldMode}";
        }
        else if (file.OldMode != file.NewMode)
        {
            yield return $"old mode {file.OldMode}";
            yield return $"new mode {file.NewMode}";
        }
        if (file.Change is FileChange.Renamed or FileChange.Copied)
        {
            var what = file.Change == FileChange.Renamed ? "rename" : "copy";
            yield return $"similarity index {file.Similarity}%";
            yield return $"{what} from {old}";
            yield return $"{what} to {@new}";
        }
        if ((file.OldBlob ?? file.NewBlob) is { } blob)
        {
            var none = new string('0', blob.Length);
            var mode = file.OldMode == file.NewMode ? file.NewMode : "";
            yield return $"index {file.OldBlob ?? none}..{file.NewBlob ?? none} {mode}";
        }
        yield return file.OldName is null ? "--- /dev/null" : $"--- a/{file.OldName}";
        yield return file.NewName is null ? "+++ /dev/null" : $"+++ b/{file.NewName}";
    }

    private static string Range(int start, int count) => count == 1 ? $"{start}" : $"{start},{count}";
}
