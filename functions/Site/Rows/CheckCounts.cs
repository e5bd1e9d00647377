namespace Hookwork.Site.Rows;

/// <summary>How many checks succeeded, warned and failed.</summary>
public readonly record struct CheckCounts(int Success, int Warning, int Fail)
{
    public static CheckCounts Of(IReadOnlyCollection<string> states) =>
        new(
            states.Count(state => state == "success"),
            states.Count(state => state == "warning"),
            states.Count(state => state == "fail")
        );

    /// <summary>Counts checks.</summary>
    public static CheckCounts Of(IEnumerable<PatchCheck> checks) => Of([.. checks.Select(check => check.State)]);

    /// <summary>The worst of them; null if there are none.</summary>
    public string? Worst =>
        Fail > 0 ? "fail"
        : Warning > 0 ? "warning"
        : Success > 0 ? "success"
        : null;

    /// <summary>As Patchwork writes them: a dash for none.</summary>
    public override string ToString() => $"{Dashed.Of(Success)} {Dashed.Of(Warning)} {Dashed.Of(Fail)}";
}
