namespace Hookwork.Site.Events;

/// <summary>An event as a line of the page.</summary>
/// <param name="Date">As the server writes it, in its own zone.</param>
/// <param name="Actor">A username; null if nobody is named.</param>
/// <param name="What">What changed; may be empty.</param>
/// <param name="Link">The page of what it is about.</param>
public sealed record EventLine(
    long Id,
    string Category,
    string Date,
    string Project,
    string? Actor,
    string What,
    (string Address, string Text)? Link
);
