using Azure;

namespace Hookwork.Archive.Resources;

/// <summary>A comment that was marked as addressed, or is not any more.</summary>
/// <param name="Version">Tells this change from others.</param>
/// <param name="ETag">Of the row that was read.</param>
public sealed record ChangedComment(long Id, string Version, ETag ETag);
