using Hookwork.Site.Diffs;
using Hookwork.Site.Reviews;

namespace Hookwork.Site.Mails;

/// <summary>What the page of a patch or cover letter shows.</summary>
public sealed record MailModel
{
    public required string Name { get; init; }

    /// <summary>Who sent it.</summary>
    public required MailPerson Sender { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Its Message-ID, without brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>The state of a patch; null for a cover letter.</summary>
    public required string? State { get; init; }

    /// <summary>Whether a patch is archived.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>Who a patch is delegated to; null for nobody.</summary>
    public required string? Delegate { get; init; }

    /// <summary>The commit that a patch became, and its address if the project says; null if it is not known.</summary>
    public required PageLink? Commit { get; init; }

    /// <summary>The checks of a patch, by context.</summary>
    public required IReadOnlyList<ShownCheck> Checks { get; init; }

    public required IReadOnlyList<PageLink> Series { get; init; }

    /// <summary>The mail before it in its series.</summary>
    public required PageLink? Previous { get; init; }

    /// <summary>The mail after it in its series.</summary>
    public required PageLink? Next { get; init; }

    /// <summary>Patches that are other versions of it.</summary>
    public required IReadOnlyList<PageLink> Related { get; init; }

    /// <summary>Other forms of it: the thread, the mbox, the diff, JSON, the list's archive.</summary>
    public required IReadOnlyList<PageLink> Links { get; init; }

    /// <summary>Commands, each with what it does.</summary>
    public required IReadOnlyList<(string Label, string Command)> Commands { get; init; }

    public required IReadOnlyList<MessageBlock> Message { get; init; }

    public required DiffModel Diff { get; init; }

    /// <summary>The comments.</summary>
    public required ReviewModel Reviews { get; init; }
}
