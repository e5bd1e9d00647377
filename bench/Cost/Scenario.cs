namespace Hookwork.Bench.Cost;

/// <summary>What a deployment follows, and who uses it.</summary>
/// <param name="Projects">How many projects.</param>
/// <param name="PatchesPerMonth">Patches that come in, of all projects.</param>
/// <param name="MonthsArchived">For how many months they have been coming in.</param>
/// <param name="Subscriptions">Webhook subscriptions that take each completed series.</param>
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
    /// <summary>The three that DESIGN and docs/cost.md speak of.</summary>
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("qemu", 1, 5_000, 12, 2, 10_000),
        new("uboot", 1, 1_500, 12, 2, 5_000),
        new("lore", 250, 100_000, 84, 50, 1_000_000),
    ];
}
