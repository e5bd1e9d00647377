namespace Hookwork.Mail.Reviews;

/// <summary>Consecutive lines of a reply that its author wrote.</summary>
/// <param name="Text">The lines, joined by line feeds, without blank ones before and after; never empty.</param>
/// <param name="Place">Where they belong.</param>
public sealed record Remark(string Text, Place Place);
