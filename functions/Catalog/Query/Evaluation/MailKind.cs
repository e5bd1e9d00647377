namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>The kind of a mail. The numbers are stored.</summary>
public enum MailKind
{
    Patch = 0,
    Cover = 1,

    /// <summary>A reply to a patch or cover.</summary>
    Comment = 2,
}
