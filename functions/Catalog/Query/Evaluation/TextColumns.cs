namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>
/// The separately searched texts of a mail. The names, in lower case, are the columns of the <c>fts</c> table.
/// </summary>
[Flags]
public enum TextColumns
{
    None = 0,

    Subject = 1 << 0,

    /// <summary>From.</summary>
    Sender = 1 << 1,

    /// <summary>To.</summary>
    Recipient = 1 << 2,

    /// <summary>Cc.</summary>
    Copied = 1 << 3,

    /// <summary>The author's text, without quotes and diff.</summary>
    Own = 1 << 4,

    Quoted = 1 << 5,

    /// <summary>Paths of the diff, old and new.</summary>
    Files = 1 << 6,

    /// <summary>Added lines.</summary>
    Added = 1 << 7,

    /// <summary>Removed lines.</summary>
    Removed = 1 << 8,

    /// <summary>Context lines.</summary>
    Context = 1 << 9,

    /// <summary>The text after the second <c>@@</c> of a hunk: the enclosing function.</summary>
    Hunks = 1 << 10,

    /// <summary>The Message-ID.</summary>
    Id = 1 << 11,

    /// <summary>What List-Id has in angle brackets.</summary>
    List = 1 << 12,

    /// <summary>Names of attached files.</summary>
    Names = 1 << 13,

    /// <summary>The people of Reviewed-by trailers.</summary>
    Reviewers = 1 << 14,

    /// <summary>The whole diff.</summary>
    Diff = Files | Added | Removed | Context | Hunks,

    /// <summary>All addresses.</summary>
    Addresses = Sender | Recipient | Copied,

    /// <summary>Where a word without a prefix is searched, as on lore: not in To, Cc and List-Id.</summary>
    Unprefixed = Subject | Sender | Own | Quoted | Diff | Id | Names,
}
