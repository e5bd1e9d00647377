namespace Hookwork.Bench.Search.Corpus;

/// <summary>The diff of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">From <c>diff --git</c> to the last line.</param>
/// <param name="Insertions">Added lines.</param>
/// <param name="Deletions">Removed lines.</param>
/// <param name="File">The file, for its names.</param>
internal sealed record FileDiff(string Path, string Text, int Insertions, int Deletions, SourceFile File)
{
    public bool IsNew { get; init; }
}
