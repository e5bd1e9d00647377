namespace Hookwork.Bench.Cost;

/// <summary>
/// List prices of the region East US in US dollars, pay as you go, without tax; locally redundant storage, hot tier.
/// The authority is https://azure.microsoft.com/pricing; these come from the sources in docs/cost.md. When you change a
/// price, change <see cref="AsOf"/>.
/// </summary>
internal static class Prices
{
    /// <summary>The month of the prices.</summary>
    public const string AsOf = "2026-11";

    // Functions, Flex Consumption, on demand, as published in May 2025; the grants are once a month and subscription.
    public const double GbSecond = 0.000026;
    public const double GbSecondsFree = 100_000;
    public const double Execution = 0.40 / 1e6;
    public const double ExecutionsFree = 250_000;

    /// <summary>The shortest billed execution time, in seconds; beyond it, time is rounded up to tenths.</summary>
    public const double LeastSeconds = 1;

    // Storage, general-purpose v2. This and all below are not verified.
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

    // A log search rule evaluated every 15 minutes, and each value of its dimension beyond the first.
    public const double AlertRule = 0.50;
    public const double AlertSeries = 0.05;

    // To the internet; traffic within the region, or inbound, is free.
    public const double EgressGb = 0.087;
    public const double EgressGbFree = 100;
}
