using Hookwork.Input;
using Hookwork.Mail.Diffs;

namespace Hookwork.Site.Diffs;

/// <summary>A file of a diff as a page shows it.</summary>
public sealed record ShownFile
{
    /// <summary>The mode of a file that is not executable.</summary>
    private const string Usual = "100644";

    /// <summary>Which one it is, from 0.</summary>
    public required int Index { get; init; }

    public required DiffFile File { get; init; }

    /// <summary>Its name. Marks of direction are shown themselves: a name could look like that of another file.</summary>
    public string Name => DirectionMarks.Show(File.Name);

    /// <summary>The number of added lines.</summary>
    public required int Added { get; init; }

    /// <summary>The number of removed lines.</summary>
    public required int Removed { get; init; }

    /// <summary>Whether the page has its lines; otherwise a link to a page of its own.</summary>
    public required bool IsShown { get; init; }

    /// <summary>Whether its lines are folded.</summary>
    public required bool IsFolded { get; init; }

    /// <summary>For each hunk and line, the words that changed; null for none.</summary>
    public required IReadOnlyList<IReadOnlyList<Range>?[]?> Marks { get; init; }

    /// <summary>Its anchor on the page.</summary>
    public string Anchor => $"file-{Index + 1}";

    /// <summary>Where it is: on this page, or on a page of its own.</summary>
    public string Address => IsShown ? $"#{Anchor}" : $"?file={Index + 1}#{Anchor}";

    /// <summary>What happens to it beside lines: created, deleted, renamed from where, another mode, binary.</summary>
    public IReadOnlyList<string> Notes =>
        [
            .. File.Change switch
            {
                FileChange.Added => ["new file"],
                FileChange.Deleted => ["deleted"],
                FileChange.Renamed => [$"renamed from {DirectionMarks.Show(File.OldName ?? "")}"],
                FileChange.Copied => [$"copied from {DirectionMarks.Show(File.OldName ?? "")}"],
                _ => Array.Empty<string>(),
            },
            .. File.Similarity is { } similarity && File.Change is FileChange.Renamed or FileChange.Copied
                ? [$"{similarity} % the same"]
                : Array.Empty<string>(),
            .. (File.OldMode, File.NewMode) switch
            {
                ({ } old, { } mode) when old != mode => [$"mode {old} to {mode}"],
                // An executable file, a symbolic link or a submodule.
                (null, { } mode) when mode != Usual => [$"mode {mode}"],
                _ => Array.Empty<string>(),
            },
            .. File.IsBinary ? ["binary"] : Array.Empty<string>(),
        ];
}
