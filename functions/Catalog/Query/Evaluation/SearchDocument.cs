namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>A mail as the query language sees it, whichever evaluator looks.</summary>
public sealed record SearchDocument
{
    public required MailKind Kind { get; init; }

    /// <summary>Whether it asks for a pull.</summary>
    public bool IsPull { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>Name and address of the author.</summary>
    public string From { get; init; } = "";

    /// <summary>Names and addresses, one an entry.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Names and addresses, one an entry.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>What the author wrote: neither quoted nor diff.</summary>
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

    /// <summary>What follows the second <c>@@</c>, one hunk an entry.</summary>
    public IReadOnlyList<string> HunkHeaders { get; init; } = [];

    /// <summary>Hexadecimal blob ids, as long or short as the mail has them.</summary>
    public IReadOnlyList<string> BlobsBefore { get; init; } = [];

    /// <summary>Hexadecimal blob ids, as long or short as the mail has them.</summary>
    public IReadOnlyList<string> BlobsAfter { get; init; } = [];

    /// <summary>With or without angle brackets.</summary>
    public string MessageId { get; init; } = "";

    public DateTimeOffset Date { get; init; }

    /// <summary>
    /// The state of the patch, or of the patch that is commented on; null for a cover and its comments.
    /// </summary>
    public PatchStatus? Status { get; init; }

    /// <summary>The link name, such as <c>qemu-devel</c>.</summary>
    public string Project { get; init; } = "";

    /// <summary>Ids of the series it is in; a comment is in those of its patch or cover.</summary>
    public IReadOnlyList<long> Series { get; init; } = [];

    /// <summary>Names such as <c>Reviewed-by</c>, in any case.</summary>
    public IReadOnlyList<string> TrailerNames { get; init; } = [];

    /// <summary>The entries of one column, in order. No phrase crosses from one to the next.</summary>
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
