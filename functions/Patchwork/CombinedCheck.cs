namespace Hookwork.Patchwork;

/// <summary>The state of several checks together, by Patchwork's rule.</summary>
public static class CombinedCheck
{
    /// <summary>The state without any check.</summary>
    public const string None = "pending";

    private static readonly string[] WorstFirst = ["fail", "warning", "pending", "success"];

    /// <summary>The worst of some states; <c>pending</c> for none.</summary>
    public static string Of(IReadOnlyCollection<string> states) => Array.Find(WorstFirst, states.Contains) ?? None;
}
