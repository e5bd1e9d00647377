namespace Hookwork.Builds;

/// <summary>What became of a prerequisite.</summary>
public enum PrerequisiteStatus
{
    /// <summary>It is archived.</summary>
    Found,

    /// <summary>It is archived, but patches of it did not arrive.</summary>
    Incomplete,

    /// <summary>It is not archived.</summary>
    Unresolved,

    /// <summary>It builds on the series that names it.</summary>
    Cycle,

    /// <summary>There are too many prerequisites before it.</summary>
    TooMany,
}
