using Hookwork.Patchwork.Resources;

namespace Hookwork.Site.Rows;

/// <summary>How many checks succeeded, warned and failed.</summary>
public readonly record struct CheckCounts(int Success, int Warning, int Fail)
{
    public static CheckCounts Of(IReadOnlyCollection<string> states) =>
        new(
            states.Count(state => state == Check.Success),
            states.Count(state => state == Check.Warning),
            states.Count(state => state == Check.Fail)
        );

    /// <summary>Counts checks.</summary>
    public static CheckCounts Of(IEnumerable<PatchCheck> checks) => Of([.. checks.Select(check => check.State)]);

    /// <summary>The worst of them; null if there are none.</summary>
    public string? Worst =>
        Fail > 0 ? Check.Fail
        : Warning > 0 ? Check.Warning
        : Success > 0 ? Check.Success
        : null;

    /// <summary>As Patchwork writes them: a dash for none.</summary>
    public override string ToString() => $"{Dashed.Of(Success)} {Dashed.Of(Warning)} {Dashed.Of(Fail)}";
}
