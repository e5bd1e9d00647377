namespace Hookwork.Mail.RangeDiffs;

/// <summary>What became of a patch between two versions of a series.</summary>
public enum RangeMark
{
    /// <summary>Both versions have it, unchanged: <c>=</c>.</summary>
    Same,

    /// <summary>Both versions have it, and it changed: <c>!</c>.</summary>
    Changed,

    /// <summary>Only the old version has it: <c>&lt;</c>.</summary>
    Dropped,

    /// <summary>Only the new version has it: <c>&gt;</c>.</summary>
    Added,
}
