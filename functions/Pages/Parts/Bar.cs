namespace Hookwork.Pages.Parts;

/// <summary>A bar of a chart.</summary>
/// <param name="Name">What it counts, such as a month.</param>
/// <param name="Count">Its height.</param>
/// <param name="Address">Where a click leads; null for nowhere.</param>
public sealed record Bar(string Name, long Count, string? Address = null);
