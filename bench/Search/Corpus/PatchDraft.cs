namespace Hookwork.Bench.Search.Corpus;

/// <summary>A patch before it is sent with each version of its series.</summary>
internal sealed record PatchDraft(
    string Title,
    string Message,
    IReadOnlyList<FileDiff> Files,
    IReadOnlyList<string> Trailers
)
{
    /// <summary>The changes since the previous version, one per line.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The names that its files use.</summary>
    public IReadOnlyList<string> Names => [.. Files.SelectMany(file => file.File.Functions.Take(8))];
}
