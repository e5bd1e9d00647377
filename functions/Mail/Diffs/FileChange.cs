namespace Hookwork.Mail.Diffs;

/// <summary>What a diff does to a file.</summary>
public enum FileChange
{
    /// <summary>Its content changes, and perhaps its mode.</summary>
    Modified,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It goes.</summary>
    Deleted,

    /// <summary>It gets another name, and perhaps another content.</summary>
    Renamed,

    /// <summary>It begins as a copy of another file.</summary>
    Copied,

    /// <summary>Only its mode changes.</summary>
    Mode,
}
