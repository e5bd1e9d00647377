namespace Hookwork.Recorded;

/// <summary>Events that are visible before what they tell of: Patchwork raises them ahead of the commit.</summary>
/// <param name="Events">Resources are as they were before this many of the newest visible events.</param>
/// <param name="Reads">How many reads of each path are so, after the visible events have changed.</param>
public sealed record StaleReads(int Events, int Reads);
