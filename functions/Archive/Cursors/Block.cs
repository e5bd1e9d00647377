namespace Hookwork.Archive.Cursors;

/// <summary>
/// A bot wall or the like that stood before some resource, though perhaps not before the list of events.
/// </summary>
/// <param name="Until">When the resource is asked for again; a minute later the block is over, unless it was met
/// again.</param>
public sealed record Block(DateTimeOffset Until, string Reason);
