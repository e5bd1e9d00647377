namespace Hookwork.Mail.Diffs;

/// <summary>The kind of a line in a hunk.</summary>
public enum DiffLineKind
{
    /// <summary>Present before and after the change.</summary>
    Context,

    /// <summary>Present only after the change.</summary>
    Added,

    /// <summary>Present only before the change.</summary>
    Removed,
}
