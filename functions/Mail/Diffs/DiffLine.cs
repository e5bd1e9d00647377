namespace Hookwork.Mail.Diffs;

/// <summary>A line of a hunk. It shares the memory of the text it was read from.</summary>
/// <param name="Kind">Context, added or removed.</param>
/// <param name="Text">The line without the mark before it and the line feed after it. A carriage return is part of
/// it.</param>
/// <param name="EndsFile">Whether <c>\ No newline at end of file</c> follows: the file ends with this line, without a
/// line feed.</param>
public readonly record struct DiffLine(DiffLineKind Kind, ReadOnlyMemory<char> Text, bool EndsFile = false)
{
    /// <summary>The line as a hunk has it, with its mark.</summary>
    public override string ToString() => string.Concat([Mark], Text.Span);

    private char Mark =>
        Kind switch
        {
            DiffLineKind.Added => '+',
            DiffLineKind.Removed => '-',
            _ => ' ',
        };
}
