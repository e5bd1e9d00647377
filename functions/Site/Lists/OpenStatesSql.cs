using Hookwork.Patchwork.Resources;

namespace Hookwork.Site.Lists;

/// <summary><see cref="OpenStates"/> for a query of the catalog.</summary>
internal static class OpenStatesSql
{
    /// <summary>The states as an SQL list.</summary>
    public static string List { get; } = $"({string.Join(", ", OpenStates.All.Select(state => $"'{state}'"))})";
}
