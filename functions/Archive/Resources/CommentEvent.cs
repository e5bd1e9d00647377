namespace Hookwork.Archive.Resources;

/// <summary>An event that says that a comment was created.</summary>
/// <param name="NotBefore">The event did not happen before this time.</param>
public sealed record CommentEvent(long Id, DateTimeOffset NotBefore);
