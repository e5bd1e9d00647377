namespace Hookwork.Builds;

/// <summary>What a prerequisite is in the archive.</summary>
/// <param name="Series">The series.</param>
/// <param name="Patch">The patch, if the prerequisite names one; null if it names the whole series.</param>
/// <param name="IsAlone">Whether the patch is meant without those before it in its series.</param>
/// <param name="Others">Other series that fit too, not chosen.</param>
public sealed record FoundPrerequisite(long Series, long? Patch, bool IsAlone, IReadOnlyList<long> Others);
