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

    /// <summary>The status of the patch, or of a comment's patch; null for a cover and its comments.</summary>
    public PatchStatus? Status { get; init; }

    /// <summary>The link name, such as <c>qemu-devel</c>.</summary>
    public string Project { get; init; } = "";

    /// <summary>The ids of its series; a comment has those of its patch or cover.</summary>
    public IReadOnlyList<long> Series { get; init; } = [];

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
            _ => throw new ArgumentOutOfRangeException(nameof(column), column, "One column was expected."),
        };
}
