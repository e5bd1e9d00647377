using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Searching;

/// <summary>A mail as lists and threads show it.</summary>
/// <param name="Row">The row of the catalog, which changes with the text.</param>
/// <param name="MessageId">Without brackets; may be empty.</param>
/// <param name="SubmissionMessageId">That of the patch or cover letter that it is on, or its own.</param>
/// <param name="Received">When the list received it; <paramref name="Date"/> if its headers do not say.</param>
/// <param name="Subject">Of a patch or cover letter, the name that Patchwork gave it.</param>
/// <param name="Submitter">The person's id.</param>
/// <param name="Parent">The hash of the Message-ID that it replies to; null if it is no reply.</param>
public sealed record MailRow(
    long Row,
    MailKey Key,
    string MessageId,
    string SubmissionMessageId,
    DateTimeOffset Date,
    DateTimeOffset Received,
    string Subject,
    long Submitter,
    string? Name,
    string? Email,
    long? Parent
);
