using Hookwork.Site.Rows;

namespace Hookwork.Site.SeriesPages;

/// <summary>A version of a series.</summary>
/// <param name="Series">The series with its patches.</param>
/// <param name="IsResent">Whether the version before it has the same number.</param>
public sealed record SeriesVersion(SeriesRow Series, bool IsResent)
{
    /// <summary>What it is called, such as <c>v2</c>.</summary>
    public string Name => IsResent ? $"v{Series.Version} resent" : $"v{Series.Version}";
}
