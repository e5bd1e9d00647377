using System.Text.Json.Serialization;

namespace Hookwork.Bench.Cost;

/// <summary>What a deployment costs a month, in US dollars, and the quantities behind it.</summary>
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

/// <summary>What the cost bench prints.</summary>
/// <param name="LeftOut">What is not in the figures, since nobody measured it yet.</param>
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
