namespace Hookwork.Mail.RangeDiffs;

/// <summary>A line of the difference of two patches.</summary>
/// <param name="Sign"><c>-</c> if only the old patch has the line, <c>+</c> if only the new one has it, else a
/// space.</param>
/// <param name="Text">The line of the patch, which within a hunk of the patch starts with a sign of its own.</param>
public readonly record struct RangeLine(char Sign, string Text)
{
    /// <summary>The line as git shows it.</summary>
    public override string ToString() => Sign + Text;
}
