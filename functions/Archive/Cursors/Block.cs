namespace Hookwork.Archive.Cursors;

/// <summary>
/// A bot wall or similar page served in place of a resource, though perhaps not in place of the event list.
/// </summary>
/// <param name="Until">When the resource is requested again. The block expires a minute later unless renewed.</param>
public sealed record Block(DateTimeOffset Until, string Reason);
