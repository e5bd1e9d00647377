namespace Hookwork.Archive.Cursors;

/// <summary>The scope of a walk.</summary>
public enum WalkScope
{
    /// <summary>Patches of the last 60 days that are not archived on the server.</summary>
    Recent,

    /// <summary>All patches that are not archived on the server.</summary>
    Unarchived,

    /// <summary>Everything.</summary>
    All,

    /// <summary>A range of dates, to fetch resources older than the archive.</summary>
    Backfill,
}
