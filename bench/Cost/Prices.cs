namespace Hookwork.Bench.Cost;

/// <summary>
/// List prices of the region East US in US dollars, pay as you go, without tax; locally redundant storage, hot tier.
/// The authority is https://azure.microsoft.com/pricing, which these were not read from: docs/cost.md says where each
/// is from. Change a price here, and <see cref="AsOf"/> with it.
/// </summary>
internal static class Prices
{
    /// <summary>When the prices were written down.</summary>
    public const string AsOf = "2026-11";

    // Functions, Flex Consumption, on demand, as published in May 2025; the grants are once a month and subscription.
    public const double GbSecond = 0.000026;
    public const double GbSecondsFree = 100_000;
    public const double Execution = 0.40 / 1e6;
    public const double ExecutionsFree = 250_000;

    /// <summary>
    /// The shortest time that is billed when an instance runs something, in seconds; beyond it, time is rounded up to
    /// tenths.
    /// </summary>
    public const double LeastSeconds = 1;

    // Storage, general-purpose v2. This and all below: not looked up.
    public const double BlobWrite = 0.05 / 1e4;
    public const double BlobList = 0.05 / 1e4;
    public const double BlobOther = 0.004 / 1e4;
    public const double QueueOperation = 0.004 / 1e4;
    public const double TableTransaction = 0.00036 / 1e4;
    public const double BlobGb = 0.0208;
    public const double TableGb = 0.045;

    // Log Analytics, analytics logs; the grant is once a month and billing account. Thirty-one days' retention is
    // included.
    public const double LogGb = 2.30;
    public const double LogGbFree = 5;

    // A log search rule that is evaluated each quarter of an hour, and each value of its dimension beyond the first.
    public const double AlertRule = 0.50;
    public const double AlertSeries = 0.05;

    // Out to the internet; what stays in the region, or comes in, is free.
    public const double EgressGb = 0.087;
    public const double EgressGbFree = 100;
}
