using System.Text;
using Hookwork.Mail.Diffs;

namespace Hookwork.Catalog.Following;

/// <summary>The searchable texts of a diff, by kind.</summary>
internal sealed class DiffTexts
{
    private readonly StringBuilder _added = new();
    private readonly StringBuilder _removed = new();
    private readonly StringBuilder _context = new();

    public DiffTexts(IReadOnlyList<DiffFile> files)
    {
        foreach (var line in files.SelectMany(file => file.Hunks).SelectMany(hunk => hunk.Lines))
        {
            var text = line.Kind switch
            {
                DiffLineKind.Added => _added,
                DiffLineKind.Removed => _removed,
                _ => _context,
            };
            text.Append(line.Text.Span).Append('\n');
        }
        Files =
        [
            .. files
                .SelectMany(file => (string?[])[file.OldName, file.NewName])
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
        HunkHeaders =
        [
            .. files
                .SelectMany(file => file.Hunks)
                .Select(hunk => hunk.Section)
                .Where(section => section.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
        BlobsBefore = [.. files.Select(file => file.OldBlob).OfType<string>().Distinct(StringComparer.Ordinal)];
        BlobsAfter = [.. files.Select(file => file.NewBlob).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Files { get; }
    public string Added => _added.ToString();
    public string Removed => _removed.ToString();
    public string Context => _context.ToString();
    public IReadOnlyList<string> HunkHeaders { get; }
    public IReadOnlyList<string> BlobsBefore { get; }
    public IReadOnlyList<string> BlobsAfter { get; }
}
