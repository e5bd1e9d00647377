namespace Hookwork.Api.Browsing;

/// <summary>A link on a page of the API.</summary>
/// <param name="IsHere">Whether it leads to the page itself.</param>
public sealed record ApiLink(string Text, string Address, bool IsHere = false);
