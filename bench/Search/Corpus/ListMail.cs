namespace Hookwork.Bench.Search.Corpus;

/// <summary>A mail of the corpus.</summary>
/// <param name="Date">When it was sent and received.</param>
/// <param name="Author">The author.</param>
/// <param name="MessageId">Its Message-ID, without angle brackets.</param>
/// <param name="References">The Message-IDs of its ancestors, oldest first.</param>
/// <param name="Subject">The subject.</param>
/// <param name="To">The recipients.</param>
/// <param name="Cc">The recipients of copies.</param>
/// <param name="Body">The text.</param>
internal sealed record ListMail(
    DateTimeOffset Date,
    ListMember Author,
    string MessageId,
    IReadOnlyList<string> References,
    string Subject,
    ListMember To,
    IReadOnlyList<ListMember> Cc,
    string Body
);
