namespace Hookwork.Mail.RangeDiffs;

/// <summary>A hunk of the difference of two patches.</summary>
/// <param name="Section">Where in the patch it is: a file, or a file and what git says of its hunk. Empty if
/// unknown.</param>
/// <param name="Lines">Its lines, with three lines of context around a change.</param>
public sealed record RangeHunk(string Section, IReadOnlyList<RangeLine> Lines);
