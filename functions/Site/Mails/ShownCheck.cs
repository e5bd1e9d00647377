namespace Hookwork.Site.Mails;

/// <summary>The newest check of a patch in its context.</summary>
/// <param name="State">Such as <c>success</c>.</param>
/// <param name="Target">The context, with a link to the report.</param>
/// <param name="Description">What it says.</param>
/// <param name="User">Who made it.</param>
/// <param name="Date">When, as the server writes it, in its own zone.</param>
public sealed record ShownCheck(string State, PageLink Target, string Description, string User, string Date);
