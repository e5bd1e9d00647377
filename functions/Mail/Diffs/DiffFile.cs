namespace Hookwork.Mail.Diffs;

/// <summary>A file of a diff, and what changes in it.</summary>
public sealed record DiffFile
{
    /// <summary>The name before the change, without an <c>a/</c> in front; null if the file is new.</summary>
    public required string? OldName { get; init; }

    /// <summary>The name after the change, without a <c>b/</c> in front; null if the file is deleted.</summary>
    public required string? NewName { get; init; }

    /// <summary>The kind of change.</summary>
    public required FileChange Change { get; init; }

    /// <summary>Whether the diff shows no lines, because the content is not text.</summary>
    public bool IsBinary { get; init; }

    /// <summary>The mode before, six octal digits such as <c>100644</c>; null if the diff does not say.</summary>
    public string? OldMode { get; init; }

    /// <summary>The mode after, six octal digits such as <c>100755</c>; null if the diff does not say.</summary>
    public string? NewMode { get; init; }

    /// <summary>The blob's id before, abbreviated as in the diff; null if it does not say or the file is new.</summary>
    public string? OldBlob { get; init; }

    /// <summary>
    /// The blob's id after, abbreviated as in the diff; null if it does not say or the file is deleted.
    /// </summary>
    public string? NewBlob { get; init; }

    /// <summary>
    /// The similarity of a renamed or copied file to its source, in percent; null if the diff does not say.
    /// </summary>
    public int? Similarity { get; init; }

    /// <summary>The hunks, in the order of the diff. None for a rename, a mode, or a binary file.</summary>
    public IReadOnlyList<Hunk> Hunks { get; init; } = [];

    /// <summary>The name to show: the one after the change, or before it if the file is deleted.</summary>
    public string Name => NewName ?? OldName ?? "";
}
