using Hookwork.Archive.Cursors;
using Hookwork.Bench.Traffic;
using Hookwork.Catalog.Files;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Walking;
using Hookwork.Webhooks;

namespace Hookwork.Bench.Cost;

/// <summary>Multiplies measured quantities by volumes and prices.</summary>
internal sealed class CostModel(Measured measured, Deployment deployment)
{
    private readonly TrafficFigures _traffic = measured.Traffic;

    /// <summary>A scenario's bill.</summary>
    public Bill BillOf(Scenario scenario)
    {
        var resources = scenario.PatchesPerMonth * _traffic.Resources / _traffic.Patches;
        var events = scenario.PatchesPerMonth * _traffic.Events / _traffic.Patches;
        var mails =
            scenario.PatchesPerMonth * (_traffic.Patches + _traffic.Covers + _traffic.Comments) / _traffic.Patches;
        // One run of the function delivers a completed series to all subscribers.
        var announced = measured.Delivery is null ? 0 : scenario.PatchesPerMonth * _traffic.Series / _traffic.Patches;
        var walked = WalkRequests(scenario);
        var busy = BusyPolls(events);

        List<(string Function, double Executions, double Seconds)> work =
        [
            .. deployment.RunsPerMonth.Select(timer =>
                (timer.Key, (double)timer.Value, timer.Value * Billed(IdleSeconds(timer.Key)))
            ),
            // Walks are billed by duration; the one-second minimum of each run is negligible beside it.
            ("WalkLists", 0, walked * (Assumptions.UpstreamSeconds + Assumptions.StorageSeconds)),
            (
                "SnapshotCatalogs",
                0,
                SnapshotsPerDay(scenario, events, resources)
                    * scenario.Projects
                    * Assumptions.Month.TotalDays
                    * CatalogBytes(scenario, mails)
                    / Assumptions.SnapshotBytesPerSecond
            ),
            .. Work(busy, resources, announced),
            ("Web", scenario.AnswersPerMonth, scenario.AnswersPerMonth * Prices.LeastSeconds),
        ];
        var gbSeconds = work.GroupBy(item => item.Function)
            .ToDictionary(
                group => group.Key,
                group => Math.Round(group.Sum(item => item.Seconds) * deployment.MemoryGb),
                StringComparer.Ordinal
            );
        var executions = work.Sum(item => item.Executions);
        var deliveries = announced * scenario.Subscriptions;
        var (blobGb, tableGb) = Stored(scenario, resources, mails, events, announced);
        var logGb = ((executions * Assumptions.LogBytesPerExecution) + (events * Assumptions.LogBytesPerLine)) / 1e9;

        var executionTime = Math.Max(0, gbSeconds.Values.Sum() - Prices.GbSecondsFree) * Prices.GbSecond;
        var executed = Math.Max(0, executions - Prices.ExecutionsFree) * Prices.Execution;
        var transactions = Transactions(scenario, resources, deliveries);
        var capacity = (blobGb * Prices.BlobGb) + (tableGb * Prices.TableGb);
        var logs = Math.Max(0, logGb - Prices.LogGbFree) * Prices.LogGb;
        var alerts = Prices.AlertRule + ((deployment.Alerts - 1) * Prices.AlertSeries);
        var egress =
            Math.Max(
                0,
                (
                    (
                        (scenario.AnswersPerMonth * Assumptions.AnswerBytes)
                        + (deliveries * (measured.Delivery?.Bytes ?? 0))
                    ) / 1e9
                ) - Prices.EgressGbFree
            ) * Prices.EgressGb;
        var total = executionTime + executed + transactions + capacity + logs + alerts + egress;
        var free =
            (gbSeconds.Values.Sum() * Prices.GbSecond) - executionTime + (executions * Prices.Execution) - executed;
        return new Bill(
            Usd(total),
            Usd(executionTime),
            Usd(executed),
            Usd(transactions),
            Usd(capacity),
            Usd(logs),
            Usd(alerts),
            Usd(egress),
            Usd(total + free),
            gbSeconds,
            Math.Round(executions),
            Math.Round(blobGb, 2),
            Math.Round(tableGb, 2),
            Math.Round(logGb, 2)
        );
    }

    /// <summary>
    /// Fetching, archiving and delivering. On the fast path a poll does it itself; by the queues it is an execution of
    /// Refresh for each busy poll, and one of DeliverWebhooks for each message.
    /// </summary>
    /// <param name="busy">Polls that find events.</param>
    private IEnumerable<(string Function, double Executions, double Seconds)> Work(
        double busy,
        double resources,
        double announced
    )
    {
        var refresh =
            resources
            / busy
            * (
                (measured.RequestsPerResource * Assumptions.UpstreamSeconds)
                + (Sum(_traffic.PerResource) * Assumptions.StorageSeconds)
            );
        var deliver = announced / busy * Assumptions.UpstreamSeconds;
        var idle = IdleSeconds(nameof(PollEvents));
        return deployment.HasFastPath
            ? [(nameof(PollEvents), 0, busy * (Billed(idle + refresh + deliver) - Billed(idle)))]
            :
            [
                ("Refresh", busy, busy * Billed(refresh)),
                ("DeliverWebhooks", announced, announced * Billed(Assumptions.UpstreamSeconds)),
            ];
    }

    /// <summary>
    /// Polls that find events. Events come in bursts, as in the recording; bursts between two polls count once.
    /// </summary>
    private double BusyPolls(double events)
    {
        var polls = deployment.RunsPerMonth[nameof(PollEvents)];
        return polls * (1 - Math.Exp(-events * _traffic.BusyMinutes / _traffic.Events / polls));
    }

    /// <summary>
    /// Pages that reconciliation reads: the newest in each run of the timer, daily everything not archived on the
    /// server, monthly everything.
    /// </summary>
    private double WalkRequests(Scenario scenario)
    {
        var perPatch = 1 + ((double)_traffic.Covers / _traffic.Patches);
        var runs = Math.Min(
            deployment.RunsPerMonth[nameof(WalkLists)],
            Assumptions.Month
                / new Walk { Project = 0, Scope = WalkScope.Recent }
                    .Every!
                    .Value
        );
        var recent = Math.Min(
            scenario.Projects * RecentPages.Most,
            ListWalker.LongestRecent.TotalSeconds / (Assumptions.UpstreamSeconds + Assumptions.StorageSeconds)
        );
        var perMonth = scenario.PatchesPerMonth * perPatch / Assumptions.PageSize;
        var series = scenario.PatchesPerMonth * _traffic.Series / _traffic.Patches / Assumptions.PageSize;
        return (recent * runs)
            + (perMonth * Math.Min(scenario.MonthsArchived, Assumptions.MonthsUnarchived) * Assumptions.Month.TotalDays)
            + ((perMonth + series) * scenario.MonthsArchived);
    }

    private double IdleSeconds(string timer)
    {
        var upstream = timer == nameof(PollEvents) ? Assumptions.UpstreamSeconds : 0;
        return upstream
            + (_traffic.PerIdleRun.TryGetValue(timer, out var counts) ? Sum(counts) * Assumptions.StorageSeconds : 0);
    }

    private double Transactions(Scenario scenario, double resources, double deliveries)
    {
        var month = Assumptions.Month.TotalSeconds;
        var usd =
            resources * Usd(_traffic.PerResource)
            + (deliveries * (measured.Delivery?.Transactions ?? 0) * Prices.QueueOperation);
        usd += deployment.RunsPerMonth.Sum(timer =>
            timer.Value
            * (IdleUsd(timer.Key) + (deployment.Noted.Contains(timer.Key) ? Prices.BlobWrite + Prices.BlobOther : 0))
        );
        usd += month / deployment.PollingSeconds * deployment.Queues * Prices.QueueOperation;
        return usd
            + (
                (
                    (month / Assumptions.HostLeaseRenewal)
                    + (month / Assumptions.TimerLeaseRenewal * deployment.RunsPerMonth.Count)
                ) * Prices.BlobOther
            );

        // SnapshotCatalogs lists each project's snapshots; the other timers' requests do not depend on the projects.
        double IdleUsd(string timer) =>
            _traffic.PerIdleRun.TryGetValue(timer, out var counts)
                ? Usd(counts) * (timer == "SnapshotCatalogs" ? scenario.Projects / Assumptions.RecordedProjects : 1)
                : 0;

        static double Usd(TrafficCounts counts) =>
            (counts.BlobWrites * Prices.BlobWrite)
            + (counts.BlobLists * Prices.BlobList)
            + (counts.BlobOthers * Prices.BlobOther)
            + (counts.QueueOperations * Prices.QueueOperation)
            + (counts.TableTransactions * Prices.TableTransaction);
    }

    /// <summary>
    /// The archive, webhook bodies until they expire, and catalog snapshots: two of each project, and the soft-deleted
    /// ones.
    /// </summary>
    private (double BlobGb, double TableGb) Stored(
        Scenario scenario,
        double resources,
        double mails,
        double events,
        double announced
    )
    {
        var months = scenario.MonthsArchived;
        var kept = new WebhookSettings().Keep / Assumptions.Month;
        var mboxes = resources * months * _traffic.MboxBytesPerResource;
        var snapshots = SnapshotsKept + (SnapshotsPerDay(scenario, events, resources) * deployment.SoftDeleteDays);
        return (
            (mboxes + (CatalogBytes(scenario, mails) * scenario.Projects * snapshots)) / 1e9,
            (
                (resources * months * _traffic.TableBytesPerResource)
                + (announced * Math.Min(months, kept) * (measured.Delivery?.Bytes ?? 0))
            ) / 1e9
        );
    }

    /// <summary>
    /// Snapshots of one project's catalog per day: after enough changes, at most hourly and at least daily.
    /// </summary>
    private static double SnapshotsPerDay(Scenario scenario, double events, double resources) =>
        Math.Clamp((events + resources) / Assumptions.Month.TotalDays / scenario.Projects / Snapshots.Enough, 1, 24);

    /// <summary>The size of one project's catalog.</summary>
    private double CatalogBytes(Scenario scenario, double mails) =>
        mails * scenario.MonthsArchived * measured.BytesPerMail * measured.BytesPerMboxByte / scenario.Projects;

    private const int SnapshotsKept = 2;

    private static double Billed(double seconds) => Math.Max(Prices.LeastSeconds, Math.Ceiling(seconds * 10) / 10);

    private static double Sum(TrafficCounts counts) =>
        counts.BlobWrites + counts.BlobLists + counts.BlobOthers + counts.QueueOperations + counts.TableTransactions;

    private static double Usd(double value) => Math.Round(value, 2);
}
