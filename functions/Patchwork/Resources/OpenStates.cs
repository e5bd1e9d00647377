namespace Hookwork.Patchwork.Resources;

/// <summary>The states of patches that wait for somebody: what Patchwork calls "Action Required".</summary>
public static class OpenStates
{
    /// <summary>Their slugs.</summary>
    public static IReadOnlyList<string> All { get; } = ["new", "under-review", "needs-review-ack"];
}
