using Hookwork.Mail;

namespace Hookwork.Builds;

/// <summary>A prerequisite, and what it is in the archive.</summary>
/// <param name="On">What the mail names.</param>
/// <param name="RequiredBy">The series whose mails name it.</param>
/// <param name="Series">Null if it is not archived.</param>
/// <param name="Patches">Those to apply, in order, without those of the prerequisites before it.</param>
/// <param name="Others">Other series that fit too, not chosen.</param>
public sealed record ResolvedPrerequisite(
    Prerequisite On,
    long RequiredBy,
    PrerequisiteStatus Status,
    SeriesMembers? Series,
    IReadOnlyList<Member> Patches,
    IReadOnlyList<long> Others
)
{
    /// <summary>Whether its patches are all there.</summary>
    public bool IsFound => Status == PrerequisiteStatus.Found;

    /// <summary>What is missing, as a sentence; null if nothing is.</summary>
    public string? Reason =>
        Status switch
        {
            PrerequisiteStatus.Incomplete =>
                $"Only {Series!.Series["received_total"]} of {Series.Series["total"]} patches of series {Series.Id} arrived.",
            PrerequisiteStatus.Unresolved => $"The archive has nothing with this {On.Kind}.",
            PrerequisiteStatus.Cycle => $"Series {Series!.Id} builds on series {RequiredBy}, and the other way round.",
            PrerequisiteStatus.TooMany =>
                $"There are too many prerequisites to look up: at most {Prerequisites.Most}, with at most {Prerequisites.MostPatches} patches, in series of at most {Prerequisites.MostBytes >> 20} MiB of mails.",
            _ => null,
        };
}
