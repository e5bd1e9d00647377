using Azure;

namespace Hookwork.Archive.Resources;

/// <summary>A comment whose addressed flag changed.</summary>
/// <param name="Version">Identifies this change.</param>
/// <param name="ETag">The ETag of the row that was read.</param>
public sealed record ChangedComment(long Id, string Version, ETag ETag);
