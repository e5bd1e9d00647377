using Hookwork.Site.Reviews;
using Hookwork.Site.Texts;

namespace Hookwork.Site.Threads;

/// <summary>What the page of a thread shows.</summary>
/// <param name="Subject">The subject of the first mail.</param>
/// <param name="Address">The address of the page.</param>
/// <param name="IsFlat">Whether mails are by date, and not below what they answer.</param>
/// <param name="Mails">The mails, in the order of the page.</param>
/// <param name="IsCut">Whether there are more.</param>
public sealed record ThreadModel(
    string Subject,
    string Address,
    bool IsFlat,
    IReadOnlyList<ThreadModel.Mail> Mails,
    bool IsCut
)
{
    /// <summary>A mail of the thread.</summary>
    /// <param name="Anchor">Its anchor on this page.</param>
    /// <param name="Address">Its own page.</param>
    /// <param name="Subject">Its subject.</param>
    /// <param name="Sender">Who sent it.</param>
    /// <param name="Date">When.</param>
    /// <param name="State">The state of a patch; null for others.</param>
    /// <param name="Files">The number of files that it changes.</param>
    /// <param name="Depth">How many mails it answers, one answering the next.</param>
    /// <param name="Answers">The mail that it answers; null for none.</param>
    /// <param name="AnswersAnchor">The anchor of that.</param>
    /// <param name="IsAsked">Whether the address names it.</param>
    /// <param name="Pieces">Its text.</param>
    public sealed record Mail(
        string Anchor,
        string Address,
        string Subject,
        MailPerson Sender,
        DateTimeOffset Date,
        string? State,
        int Files,
        int Depth,
        string? Answers,
        string? AnswersAnchor,
        bool IsAsked,
        IReadOnlyList<TextPiece> Pieces
    );
}
