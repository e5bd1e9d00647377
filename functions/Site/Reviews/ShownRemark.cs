using Hookwork.Mail;
using Hookwork.Site.Texts;

namespace Hookwork.Site.Reviews;

/// <summary>What a comment says at one place.</summary>
public sealed record ShownRemark
{
    public required MailComment Comment { get; init; }

    /// <summary>Its anchor on the page: the comment's id, or for further remarks that and a number.</summary>
    public required string Anchor { get; init; }

    /// <summary>What it says.</summary>
    public required IReadOnlyList<TextPiece> Pieces { get; init; }

    /// <summary>The tags of the comment, with its last remark.</summary>
    public required IReadOnlyList<Trailer> Trailers { get; init; }

    /// <summary>How many remarks at the same place it answers, one answering the next.</summary>
    public int Depth { get; init; }
}
