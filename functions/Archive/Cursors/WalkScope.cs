namespace Hookwork.Archive.Cursors;

/// <summary>What a walk looks at.</summary>
public enum WalkScope
{
    /// <summary>Patches of the last 60 days that are not archived on the server.</summary>
    Recent,

    /// <summary>All patches that are not archived on the server.</summary>
    Unarchived,

    /// <summary>Everything.</summary>
    All,

    /// <summary>A range of dates, to fetch what was there before Hookwork followed the server.</summary>
    Backfill,
}
