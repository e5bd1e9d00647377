namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>The resource that a mail belongs to.</summary>
/// <param name="Kind">Patch, cover or comment.</param>
/// <param name="Id">Patchwork's id. Comments on patches and on covers have separate ids.</param>
/// <param name="SubmissionKind">Patch or cover: its own kind, or a comment's parent's.</param>
/// <param name="SubmissionId">Its own id, or a comment's parent's.</param>
public readonly record struct MailKey(MailKind Kind, long Id, MailKind SubmissionKind, long SubmissionId)
{
    /// <summary>A patch or cover letter.</summary>
    public static MailKey Submission(MailKind kind, long id) => new(kind, id, kind, id);

    /// <summary>A comment on a patch or cover.</summary>
    public static MailKey Comment(long id, MailKind parentKind, long parentId) =>
        new(MailKind.Comment, id, parentKind, parentId);
}
