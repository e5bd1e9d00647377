namespace Hookwork.Recorded;

/// <summary>Events that are visible before their changes, since Patchwork raises them ahead of the commit.</summary>
/// <param name="Events">Reads see resources as before this many of the newest visible events.</param>
/// <param name="Reads">The number of stale reads of each path after the visible events change.</param>
public sealed record StaleReads(int Events, int Reads);
