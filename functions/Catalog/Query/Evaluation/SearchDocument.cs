using Hookwork.Mail;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>A mail as both query evaluators see it.</summary>
public sealed record SearchDocument
{
    public required MailKind Kind { get; init; }

    /// <summary>Whether it is a pull request.</summary>
    public bool IsPull { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>The author's name and address.</summary>
    public string From { get; init; } = "";

    /// <summary>Names and addresses, one per entry.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Names and addresses, one per entry.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>The author's text, without quotes and diff.</summary>
    public string Own { get; init; } = "";

    public string Quoted { get; init; } = "";

    /// <summary>The paths of the diff without <c>a/</c> and <c>b/</c>, old and new.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The added lines.</summary>
    public string Added { get; init; } = "";

    /// <summary>The removed lines.</summary>
    public string Removed { get; init; } = "";

    /// <summary>The context lines.</summary>
    public string Context { get; init; } = "";

    /// <summary>The text after the second <c>@@</c>, one hunk per entry.</summary>
    public IReadOnlyList<string> HunkHeaders { get; init; } = [];

    /// <summary>Hexadecimal blob ids, as abbreviated in the mail.</summary>
    public IReadOnlyList<string> BlobsBefore { get; init; } = [];

    /// <summary>Hexadecimal blob ids, as abbreviated in the mail.</summary>
    public IReadOnlyList<string> BlobsAfter { get; init; } = [];

    /// <summary>With or without angle brackets.</summary>
    public string MessageId { get; init; } = "";

    public DateTimeOffset Date { get; init; }

    /// <summary>When the first server that says so received it; <see cref="Date"/> if none does.</summary>
    public DateTimeOffset Received
    {
        get => field == default ? Date : field;
        init;
    }

    /// <summary>The size in bytes, of the headers, text and diff.</summary>
    public long Size { get; init; }

    /// <summary>What its List-Id headers have in angle brackets.</summary>
    public IReadOnlyList<string> ListIds { get; init; } = [];

    /// <summary>The Message-IDs that it refers or replies to, with or without angle brackets.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The Message-ID of the mail that it replies to; null if there is none.</summary>
    public string? Parent { get; init; }

    /// <summary>The names of attached files that its headers tell.</summary>
    public IReadOnlyList<string> FileNames { get; init; } = [];

    /// <summary>Whether a file is attached to it.</summary>
    public bool HasAttachment { get; init; }

    /// <summary>The stable patch-id of its diff; null without one.</summary>
    public string? PatchId { get; init; }

    /// <summary>The change of which it is a version, as b4 names it; null if it does not say.</summary>
    public string? ChangeId { get; init; }

    /// <summary>The words in the brackets of its subject.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The version of its series, by its subject.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The people of its Reviewed-by trailers.</summary>
    public IReadOnlyList<string> Reviewers { get; init; } = [];

    /// <summary>Whether there are comments on the patch or cover letter.</summary>
    public bool HasComments { get; init; }

    /// <summary>Whether its series has a cover letter.</summary>
    public bool HasCover { get; init; }

    /// <summary>The status of the patch, or of a comment's patch; null for a cover and its comments.</summary>
    public PatchStatus? Status { get; init; }

    /// <summary>The link name, such as <c>qemu-devel</c>.</summary>
    public string Project { get; init; } = "";

    /// <summary>The ids of its series; a comment has those of its patch or cover.</summary>
    public IReadOnlyList<long> Series { get; init; } = [];

    /// <summary>What its own trailers say of the patch.</summary>
    public IReadOnlyList<ReviewTag> ReviewTags { get; init; } = [];

    /// <summary>Names such as <c>Reviewed-by</c>, in any case.</summary>
    public IReadOnlyList<string> TrailerNames { get; init; } = [];

    /// <summary>The entries of one column, in order. No phrase matches across entries.</summary>
    internal IReadOnlyList<string> Entries(TextColumns column) =>
        column switch
        {
            TextColumns.Subject => [Subject],
            TextColumns.Sender => [From],
            TextColumns.Recipient => To,
            TextColumns.Copied => Cc,
            TextColumns.Own => [Own],
            TextColumns.Quoted => [Quoted],
            TextColumns.Files => Files,
            TextColumns.Added => [Added],
            TextColumns.Removed => [Removed],
            TextColumns.Context => [Context],
            TextColumns.Hunks => HunkHeaders,
            TextColumns.Id => [MessageId],
            TextColumns.List => ListIds,
            TextColumns.Names => FileNames,
            TextColumns.Reviewers => Reviewers,
            _ => throw new ArgumentOutOfRangeException(nameof(column), column, "One column was expected."),
        };
}
