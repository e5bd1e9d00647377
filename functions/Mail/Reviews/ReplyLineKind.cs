namespace Hookwork.Mail.Reviews;

/// <summary>The kind of a line in a reply.</summary>
internal enum ReplyLineKind
{
    /// <summary>Blank, an attribution, a mark of omission, the signature.</summary>
    Other,

    /// <summary>Of the reply's author.</summary>
    Own,

    /// <summary>Quoted from another mail.</summary>
    Quoted,

    /// <summary>Part of a tag, such as <c>Reviewed-by</c>.</summary>
    Tag,
}
