namespace Hookwork.Mail.Diffs;

/// <summary>A file of a diff.</summary>
public sealed record DiffFile
{
    /// <summary>The name before the change, without an <c>a/</c> in front; null if the file is new.</summary>
    public required string? OldName { get; init; }

    /// <summary>The name after the change, without a <c>b/</c> in front; null if the file goes.</summary>
    public required string? NewName { get; init; }

    /// <summary>What happens to it.</summary>
    public required FileChange Change { get; init; }

    /// <summary>Whether the diff shows no lines, because the content is no text.</summary>
    public bool IsBinary { get; init; }

    /// <summary>The mode before, six octal digits such as <c>100644</c>; null if the diff does not say.</summary>
    public string? OldMode { get; init; }

    /// <summary>The mode after, six octal digits such as <c>100755</c>; null if the diff does not say.</summary>
    public string? NewMode { get; init; }

    /// <summary>
    /// The blob's id before, as short as the diff has it; null if it does not say or the file is new.
    /// </summary>
    public string? OldBlob { get; init; }

    /// <summary>The blob's id after, as short as the diff has it; null if it does not say or the file goes.</summary>
    public string? NewBlob { get; init; }

    /// <summary>
    /// How alike a renamed or copied file is to what it was, in percent; null if the diff does not say.
    /// </summary>
    public int? Similarity { get; init; }

    /// <summary>The hunks, in the order of the diff. None for a rename, a mode, or a binary file.</summary>
    public IReadOnlyList<Hunk> Hunks { get; init; } = [];

    /// <summary>The name to show: the one after the change, or that of a file that goes.</summary>
    public string Name => NewName ?? OldName ?? "";
}
