namespace Hookwork.Mail.Diffs;

/// <summary>The kind of change to a file.</summary>
public enum FileChange
{
    /// <summary>Its content changes, and perhaps its mode.</summary>
    Modified,

    /// <summary>The file is new.</summary>
    Added,

    /// <summary>The file is deleted.</summary>
    Deleted,

    /// <summary>Its name changes, and perhaps its content.</summary>
    Renamed,

    /// <summary>It is a copy of another file, perhaps changed.</summary>
    Copied,

    /// <summary>Only its mode changes.</summary>
    Mode,
}
