namespace Hookwork.Mail.Diffs;

/// <summary>What a hunk says of a line.</summary>
public enum DiffLineKind
{
    /// <summary>It is there before and after.</summary>
    Context,

    /// <summary>It is there only after the change.</summary>
    Added,

    /// <summary>It is there only before the change.</summary>
    Removed,
}
