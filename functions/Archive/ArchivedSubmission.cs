namespace Hookwork.Archive;

/// <summary>A patch or cover letter with everything that was archived of it, as JSON.</summary>
public sealed record ArchivedSubmission(ResourceKind Kind, long Id, byte[] Json, IReadOnlyList<byte[]> Comments, IReadOnlyList<byte[]> Checks);
