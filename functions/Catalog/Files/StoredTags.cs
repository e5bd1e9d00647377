using Hookwork.Mail;

namespace Hookwork.Catalog.Files;

/// <summary>Review tags as the catalog stores them: one a line, its letter before the person.</summary>
public static class StoredTags
{
    /// <summary>The text of a column; null if there is none.</summary>
    public static string? Write(IReadOnlyList<ReviewTag> tags) =>
        tags.Count == 0 ? null : string.Join('\n', tags.Select(tag => $"{(char)tag.Kind}{tag.Person}"));

    /// <summary>The reverse of <see cref="Write"/>.</summary>
    public static IReadOnlyList<ReviewTag> Read(string? column) =>
        string.IsNullOrEmpty(column)
            ? []
            : [.. column.Split('\n').Select(line => new ReviewTag((ReviewTagKind)line[0], line[1..]))];
}
