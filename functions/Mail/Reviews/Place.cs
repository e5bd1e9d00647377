namespace Hookwork.Mail.Reviews;

/// <summary>Where a remark belongs. All indexes count from 0.</summary>
/// <param name="Kind">What the remark is about.</param>
/// <param name="File">The file of the diff.</param>
/// <param name="Hunk">The hunk of the file; -1 for the header of the file.</param>
/// <param name="Line">The line of the message, the cover letter or the hunk; -1 for the header of the hunk.</param>
public readonly record struct Place(PlaceKind Kind, int File = 0, int Hunk = 0, int Line = 0)
{
    /// <summary>The whole mail.</summary>
    public static Place Mail => default;

    /// <summary>A line of the mail's own text.</summary>
    public static Place Message(int line) => new(PlaceKind.Message, Line: line);

    /// <summary>A line of the cover letter.</summary>
    public static Place Cover(int line) => new(PlaceKind.Cover, Line: line);

    /// <summary>The header of a file.</summary>
    public static Place OfFile(int file) => new(PlaceKind.Diff, file, -1, -1);

    /// <summary>The header of a hunk.</summary>
    public static Place OfHunk(int file, int hunk) => new(PlaceKind.Diff, file, hunk, -1);

    public static Place OfLine(int file, int hunk, int line) => new(PlaceKind.Diff, file, hunk, line);
}
