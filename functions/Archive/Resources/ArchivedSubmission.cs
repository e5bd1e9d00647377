namespace Hookwork.Archive.Resources;

/// <summary>A patch or cover letter and the comments on it, as JSON.</summary>
public sealed record ArchivedSubmission(ResourceKind Kind, long Id, byte[] Json, IReadOnlyList<byte[]> Comments)
{
    /// <summary>The checks of a patch as JSON, by id.</summary>
    public IReadOnlyList<byte[]> Checks { get; init; } = [];
}
