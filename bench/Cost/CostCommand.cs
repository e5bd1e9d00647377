using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Hookwork.Bench.Cost;

/// <summary>Computes the cost of Hookwork on Azure from the other benches' figures.</summary>
internal static class CostCommand
{
    private static readonly Option<string> Results = new("--results")
    {
        Description =
            "The folder with the last lines of the other benches, as ingest.json, traffic.json, search.json and webhooks.json.",
        DefaultValueFactory = _ => Path.Combine("bench", "results"),
    };

    public static Command Create()
    {
        var command = new Command("cost", "Computes dollars a month from the other benches' figures.") { Results };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Results)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string results, CancellationToken cancellationToken)
    {
        Measured measured;
        Deployment deployment;
        try
        {
            (measured, deployment) = (await Measured.ReadAsync(results, cancellationToken), Deployment.Read());
        }
        catch (InvalidOperationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        var model = new CostModel(measured, deployment);
        var bills = Scenario.All.ToDictionary(scenario => scenario.Name, model.BillOf, StringComparer.Ordinal);
        foreach (var (name, bill) in bills)
        {
            var most = bill.GbSeconds.MaxBy(item => item.Value);
            Progress.Tell(
                $"{name}: ${bill.UsdPerMonth:0.00} a month; of {bill.GbSeconds.Values.Sum():0} GB-seconds, {most.Key} takes {most.Value:0}"
            );
        }
        IReadOnlyList<string> leftOut = measured.Delivery is null ? ["webhooks"] : [];
        Console.WriteLine(
            JsonSerializer.Serialize(
                new CostFigures(
                    Prices.AsOf,
                    bills["qemu"].UsdPerMonth,
                    bills["uboot"].UsdPerMonth,
                    bills["lore"].UsdPerMonth,
                    leftOut,
                    bills,
                    [.. Changes(deployment).Select(item => Change(item.Change, item.Deployment))],
                    Intervals.ToDictionary(
                        interval => interval.ToString("c", CultureInfo.InvariantCulture),
                        interval => Delay(deployment.PollingEach(interval)),
                        StringComparer.Ordinal
                    )
                ),
                FiguresJson.Default.CostFigures
            )
        );
        return 0;

        CostChange Change(string change, Deployment changed)
        {
            var bill = Qemu(changed);
            return new CostChange(change, bill.UsdPerMonth, bill.WithoutFreeUsd);
        }

        CostOfDelay Delay(Deployment changed)
        {
            var bill = Qemu(changed);
            return new CostOfDelay(bill.UsdPerMonth, bill.WithoutFreeUsd);
        }

        Bill Qemu(Deployment changed) => new CostModel(measured, changed).BillOf(Scenario.All[0]);
    }

    private static readonly IReadOnlyList<TimeSpan> Intervals =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
    ];

    /// <summary>What made the deployment cheaper, change by change, from the most expensive to the present one.</summary>
    private static IReadOnlyList<(string Change, Deployment Deployment)> Changes(Deployment now)
    {
        var before = now with { HasFastPath = false, PollingSeconds = 5, MemoryGb = 2 };
        var fastPath = before with { HasFastPath = true };
        var idle = fastPath with { PollingSeconds = now.PollingSeconds };
        return
        [
            ("before: queues, polled each 5 s, and 2048 MB", before),
            ("a poll refreshes and delivers what little it brings", fastPath),
            ("queues are polled each minute", idle),
            ("instances of 512 MB", now),
        ];
    }
}
