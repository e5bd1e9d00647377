using System.Runtime.CompilerServices;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Site.Lists;

/// <summary>Series that wait for somebody.</summary>
internal static class OpenSeries
{
    /// <summary>The states of patches that wait, as an SQL list.</summary>
    public static string States { get; } = $"({string.Join(", ", OpenStates.All.Select(state => $"'{state}'"))})";

    /// <summary>
    /// The condition on the table <c>series</c>: a patch of it waits for somebody and is not archived. CROSS has SQLite
    /// begin with the series, and not with all patches that wait.
    /// </summary>
    public static FormattableString Condition { get; } =
        FormattableStringFactory.Create(
            $"""
            EXISTS (SELECT 1 FROM mail_series CROSS JOIN patch ON patch.id = mail_series.id
            WHERE mail_series.series = series.id AND mail_series.kind = 0 AND patch.archived = 0 AND patch.state IN {States})
            """
        );
}
