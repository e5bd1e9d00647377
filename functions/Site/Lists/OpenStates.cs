namespace Hookwork.Site.Lists;

/// <summary>The states of patches that wait for somebody: what Patchwork calls "Action Required".</summary>
internal static class OpenStates
{
    private static readonly string[] s_all = ["new", "under-review", "needs-review-ack"];

    /// <summary>The states as an SQL list.</summary>
    public static string Sql { get; } = $"({string.Join(", ", s_all.Select(state => $"'{state}'"))})";
}
