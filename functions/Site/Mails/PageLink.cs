namespace Hookwork.Site.Mails;

/// <summary>A link of a page.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Address">Where it leads: a path of this host, or any address that was sent, which may be hostile.</param>
public sealed record PageLink(string Text, string Address);
