namespace Hookwork.Mail.Mboxes;

/// <summary>The line that begins a mail in an mbox.</summary>
public static class FromLine
{
    private const string Start = "From ";

    /// <summary>
    /// Whether a text has such a line itself, as attached patches do. git begins another mail there, and finds no patch
    /// in the first one. It reads an mbox without its first line as one mail.
    /// </summary>
    public static bool IsIn(string? text) =>
        text is not null
        && (text.StartsWith(Start, StringComparison.Ordinal) || text.Contains($"\n{Start}", StringComparison.Ordinal));
}
