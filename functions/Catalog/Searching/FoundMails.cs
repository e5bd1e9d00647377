namespace Hookwork.Catalog.Searching;

/// <summary>The result of a search in one file.</summary>
/// <param name="Total">The number of matching mails.</param>
/// <param name="First">The first of them.</param>
public sealed record FoundMails(long Total, IReadOnlyList<FoundMail> First);
