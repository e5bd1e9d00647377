namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>What a mail is. The numbers are stored.</summary>
public enum MailKind
{
    Patch = 0,
    Cover = 1,

    /// <summary>A reply to a patch or cover.</summary>
    Comment = 2,
}
