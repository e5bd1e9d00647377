namespace Hookwork.Mail.Diffs;

/// <summary>A hunk: some lines that change, and those around them. Lines are counted from 1.</summary>
public sealed record Hunk
{
    /// <summary>
    /// The first line before the change; of a combined diff, in its first parent. 0 if there is none.
    /// </summary>
    public required int OldStart { get; init; }

    /// <summary>How many lines the hunk says it has before the change.</summary>
    public required int OldCount { get; init; }

    /// <summary>The first line after the change. 0 if there is none.</summary>
    public required int NewStart { get; init; }

    /// <summary>How many lines the hunk says it has after the change.</summary>
    public required int NewCount { get; init; }

    /// <summary>
    /// The text after the second <c>@@</c>: as a rule the function that the lines are in. Empty if there is none.
    /// </summary>
    public required string Section { get; init; }

    /// <summary>The lines that are there. A damaged mail has fewer than the counts say.</summary>
    public required IReadOnlyList<DiffLine> Lines { get; init; }

    /// <summary>Whether every line that the counts announce is there.</summary>
    public required bool IsWhole { get; init; }
}
