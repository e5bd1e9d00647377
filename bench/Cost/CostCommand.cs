using System.CommandLine;
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

    /// <summary>Creates the command.</summary>
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
                    bills
                ),
                CostFiguresJson.Default.CostFigures
            )
        );
        return 0;
    }
}
