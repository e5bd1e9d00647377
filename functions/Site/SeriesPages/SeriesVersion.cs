using Hookwork.Site.Rows;

namespace Hookwork.Site.SeriesPages;

/// <summary>A version of a series.</summary>
/// <param name="Series">The series with its patches.</param>
/// <param name="IsRfc">Whether it asks for comments only.</param>
/// <param name="IsResent">Whether the version before it has the same number, and is an RFC if this one is.</param>
public sealed record SeriesVersion(SeriesRow Series, bool IsRfc, bool IsResent)
{
    /// <summary>What it is called, such as <c>v2</c>.</summary>
    public string Name => $"{(IsRfc ? "RFC " : "")}v{Series.Version}{(IsResent ? " resent" : "")}";
}
