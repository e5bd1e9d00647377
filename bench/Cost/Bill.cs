using System.Text.Json.Serialization;

namespace Hookwork.Bench.Cost;

/// <summary>The monthly cost of a deployment in US dollars, and the quantities behind it.</summary>
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
    IReadOnlyDictionary<string, double> GbSeconds,
    double Executions,
    double BlobGb,
    double TableGb,
    double LogGb
);

/// <summary>The figures of the cost bench.</summary>
/// <param name="LeftOut">Parts not included because they have not been measured.</param>
internal sealed record CostFigures(
    string PricesAsOf,
    double QemuUsdPerMonth,
    double UbootUsdPerMonth,
    double LoreUsdPerMonth,
    IReadOnlyList<string> LeftOut,
    IReadOnlyDictionary<string, Bill> Bills
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CostFigures))]
internal sealed partial class CostFiguresJson : JsonSerializerContext;
