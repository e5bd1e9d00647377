using Hookwork.Mail.Diffs;

namespace Hookwork.Site.Diffs;

/// <summary>A diff as a page shows it.</summary>
/// <remarks>
/// A page has at most <see cref="MostLines"/> lines; files beyond that are linked, each to a page of its own. A file of
/// more than <see cref="Foldable"/> lines is folded.
/// </remarks>
public sealed record DiffModel
{
    /// <summary>The most lines of all files of a page.</summary>
    public const int MostLines = 10_000;

    /// <summary>The most lines of a file that is shown alone.</summary>
    private const int MostLinesAlone = 50_000;

    /// <summary>The most files in the tree.</summary>
    public const int MostFiles = 1_000;

    private const int Foldable = 500;

    public required IReadOnlyList<ShownFile> Files { get; init; }

    /// <summary>The file that the page shows alone, from 0; null if it shows all.</summary>
    public int? Only { get; init; }

    /// <summary>The number of added lines.</summary>
    public int Added => Files.Sum(file => file.Added);

    /// <summary>The number of removed lines.</summary>
    public int Removed => Files.Sum(file => file.Removed);

    /// <summary>Which files a page shows.</summary>
    /// <param name="files">The files of the diff.</param>
    /// <param name="only">The file to show alone, from 0; null for all.</param>
    public static bool[] Shown(IReadOnlyList<DiffFile> files, int? only)
    {
        var left = only is null ? MostLines : MostLinesAlone;
        var shown = new bool[files.Count];
        for (var index = 0; index < (only is null ? Math.Min(files.Count, MostFiles) : files.Count); index++)
        {
            var lines = LinesOf(files[index]);
            if ((only is not null && index != only) || lines > left)
                continue;
            shown[index] = true;
            left -= lines;
        }
        return shown;
    }

    /// <summary>Makes what a page shows of a diff.</summary>
    /// <param name="files">The files of the diff.</param>
    /// <param name="shown">Which of them it shows.</param>
    /// <param name="only">The file to show alone, from 0; null for all.</param>
    /// <param name="isOpen">Whether a file is not folded, whatever its length.</param>
    public static DiffModel Of(IReadOnlyList<DiffFile> files, bool[] shown, int? only, Func<int, bool> isOpen)
    {
        var marks = new WordMarks();
        return new DiffModel
        {
            Only = only,
            Files =
            [
                .. files.Select(
                    (file, index) =>
                        new ShownFile
                        {
                            Index = index,
                            File = file,
                            Added = Count(file, DiffLineKind.Added),
                            Removed = Count(file, DiffLineKind.Removed),
                            IsShown = shown[index],
                            IsFolded = only is null && LinesOf(file) > Foldable && !isOpen(index),
                            Marks = shown[index] ? [.. file.Hunks.Select(marks.Of)] : [],
                        }
                ),
            ],
        };
    }

    private static int LinesOf(DiffFile file) => file.Hunks.Sum(hunk => hunk.Lines.Count);

    private static int Count(DiffFile file, DiffLineKind kind) =>
        file.Hunks.Sum(hunk => hunk.Lines.Count(line => line.Kind == kind));
}
