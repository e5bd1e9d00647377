namespace Hookwork.Bench.Search.Corpus;

/// <summary>A mail of the corpus.</summary>
/// <param name="Date">When it was sent, and came.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="MessageId">Its Message-ID, without angle brackets.</param>
/// <param name="References">The Message-IDs that led to it, oldest first.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="To">To whom.</param>
/// <param name="Cc">To whom else.</param>
/// <param name="Body">Its text.</param>
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
