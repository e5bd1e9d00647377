using Hookwork.Patchwork.Resources;

namespace Hookwork.Patchwork;

/// <summary>The state of several checks together, by Patchwork's rule.</summary>
public static class CombinedCheck
{
    /// <summary>The state without any check.</summary>
    public const string None = Check.Pending;

    private static readonly string[] WorstFirst = [Check.Fail, Check.Warning, Check.Pending, Check.Success];

    /// <summary>The worst of some states; <c>pending</c> for none.</summary>
    public static string Of(IReadOnlyCollection<string> states) => Array.Find(WorstFirst, states.Contains) ?? None;
}
