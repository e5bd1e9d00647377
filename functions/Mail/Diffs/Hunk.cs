namespace Hookwork.Mail.Diffs;

/// <summary>A hunk: changed lines and their context. Lines are counted from 1.</summary>
public sealed record Hunk
{
    /// <summary>
    /// The first line before the change; of a combined diff, in its first parent. 0 if there is none.
    /// </summary>
    public required int OldStart { get; init; }

    /// <summary>The number of lines before the change, from the header.</summary>
    public required int OldCount { get; init; }

    /// <summary>The first line after the change. 0 if there is none.</summary>
    public required int NewStart { get; init; }

    /// <summary>The number of lines after the change, from the header.</summary>
    public required int NewCount { get; init; }

    /// <summary>
    /// The text after the second <c>@@</c>: usually the function that the lines are in. Empty if there is none.
    /// </summary>
    public required string Section { get; init; }

    /// <summary>The lines found. A damaged mail has fewer than the counts say.</summary>
    public required IReadOnlyList<DiffLine> Lines { get; init; }

    /// <summary>Whether it has every line that the counts announce.</summary>
    public required bool IsWhole { get; init; }
}
