namespace Hookwork.Catalog.Searching;

/// <summary>What a search found in one file.</summary>
/// <param name="Total">How many mails match.</param>
/// <param name="First">The first of them.</param>
public sealed record FoundMails(long Total, IReadOnlyList<FoundMail> First);
