namespace Hookwork.Site.SeriesPages;

/// <summary>What a series builds on.</summary>
/// <param name="Kind">What it is, such as "Base commit".</param>
/// <param name="Value">What the mail says.</param>
/// <param name="Address">A page of this host, or an address in the web; null if there is none.</param>
public sealed record Dependency(string Kind, string Value, string? Address);
