namespace Hookwork.Archive.Cursors;

/// <summary>Which resources of a project a <see cref="Walk"/> reads.</summary>
public enum WalkScope
{
    /// <summary>The resources that the server received last, whatever the dates of their mails.</summary>
    Recent,

    /// <summary>All patches that are not archived on the server.</summary>
    Unarchived,

    /// <summary>Everything.</summary>
    All,

    /// <summary>A range of dates, to fetch resources older than the archive.</summary>
    Backfill,
}
