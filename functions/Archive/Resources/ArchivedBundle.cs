namespace Hookwork.Archive.Resources;

/// <summary>A public bundle in the archive.</summary>
/// <param name="Json">The server's JSON.</param>
/// <param name="Order">The ids of its patches in the order of its mbox, which the JSON does not tell.</param>
/// <param name="OrderedAt">When that order was read.</param>
public sealed record ArchivedBundle(long Id, byte[] Json, IReadOnlyList<long> Order, DateTimeOffset OrderedAt);
