namespace Hookwork.Bench.Cost;

/// <summary>The monthly cost of a deployment in US dollars, and the quantities behind it.</summary>
/// <param name="WithoutFreeUsd">The cost in a subscription whose free executions and execution time others use up.</param>
/// <param name="GbSeconds">Gigabyte-seconds by function.</param>
internal sealed record Bill(
    double UsdPerMonth,
    double ExecutionTimeUsd,
    double ExecutionsUsd,
    double TransactionsUsd,
    double CapacityUsd,
    double LogsUsd,
    double AlertsUsd,
    double EgressUsd,
    double WithoutFreeUsd,
    IReadOnlyDictionary<string, double> GbSeconds,
    double Executions,
    double BlobGb,
    double TableGb,
    double LogGb
);

/// <summary>The figures of the cost bench.</summary>
/// <param name="LeftOut">Parts not included because they have not been measured.</param>
/// <param name="Changes">What QEMU's bill was before some changes, and what each saved after those above it.</param>
/// <param name="PollIntervals">QEMU's bill by the interval of polls.</param>
internal sealed record CostFigures(
    string PricesAsOf,
    double QemuUsdPerMonth,
    double UbootUsdPerMonth,
    double LoreUsdPerMonth,
    IReadOnlyList<string> LeftOut,
    IReadOnlyDictionary<string, Bill> Bills,
    IReadOnlyList<CostChange> Changes,
    IReadOnlyDictionary<string, CostOfDelay> PollIntervals
);

/// <summary>A change to the deployment, and QEMU's bill with it and those before it.</summary>
/// <param name="WithoutFreeUsd">That bill in a subscription whose free amounts others use up.</param>
internal sealed record CostChange(string Change, double UsdPerMonth, double WithoutFreeUsd);

/// <summary>QEMU's bill at an interval of polls.</summary>
internal sealed record CostOfDelay(double UsdPerMonth, double WithoutFreeUsd);
