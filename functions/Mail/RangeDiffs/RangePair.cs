namespace Hookwork.Mail.RangeDiffs;

/// <summary>A line of a range-diff: a patch of one version and what it is in the other.</summary>
/// <param name="Old">Its number in the old version, from 1; null if that has no such patch.</param>
/// <param name="New">Its number in the new version, from 1; null if that has no such patch.</param>
/// <param name="Mark">What became of it.</param>
/// <param name="Subject">Its subject; the old one if both versions have it.</param>
/// <param name="Hunks">The difference of both patches; none if they are the same, or if one is missing.</param>
/// <param name="IsTooLarge">Whether the patches differ, but are too large for their difference to be made.</param>
public sealed record RangePair(
    int? Old,
    int? New,
    RangeMark Mark,
    string Subject,
    IReadOnlyList<RangeHunk> Hunks,
    bool IsTooLarge = false
);
