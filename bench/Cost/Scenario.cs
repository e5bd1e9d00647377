namespace Hookwork.Bench.Cost;

/// <summary>The volume that a deployment handles.</summary>
/// <param name="Projects">How many projects.</param>
/// <param name="PatchesPerMonth">Patches per month, of all projects together.</param>
/// <param name="MonthsArchived">How many months are archived.</param>
/// <param name="Subscriptions">Webhook subscriptions to completed series.</param>
/// <param name="AnswersPerMonth">Requests for pages, searches and the API.</param>
internal sealed record Scenario(
    string Name,
    int Projects,
    double PatchesPerMonth,
    int MonthsArchived,
    int Subscriptions,
    double AnswersPerMonth
)
{
    /// <summary>The three scenarios of docs/cost.md.</summary>
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("qemu", 1, 5_000, 12, 2, 10_000),
        new("uboot", 1, 1_500, 12, 2, 5_000),
        new("lore", 250, 100_000, 84, 50, 1_000_000),
    ];
}
