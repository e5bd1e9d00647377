using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Bench.Storage;
using Hookwork.Catalog.Files;
using Hookwork.Hosting;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Status;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Webhooks.Upkeep;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Bench.Traffic;

/// <summary>Counts Hookwork's storage requests by kind, and the stored bytes, as input for the cost model.</summary>
internal static class TrafficCommand
{
    public static Command Create()
    {
        var command = new Command(
            "traffic",
            "Counts storage requests: of ingesting the recorded Patchwork, of a start, and of each timer with nothing to do."
        );
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        await using var upstream = await RecordedPatchwork.StartAsync(cancellationToken: cancellationToken);
        await using var recorder = await StorageRecorder.StartAsync(azurite, cancellationToken);

        var (counts, _, _) = await SelfHostProcess.RunToIdleAsync(
            recorder.ConnectionString,
            upstream.Url,
            cancellationToken
        );
        using var document = JsonDocument.Parse(counts);
        var ingest = recorder.Operations;
        var mboxBytes = await StoredBytes.OfBlobsAsync(azurite.ConnectionString, "mboxes", cancellationToken);
        var tableBytes = await StoredBytes.OfTablesAsync(azurite.ConnectionString, cancellationToken);
        Progress.Tell($"ingested {Counted("events")} events with {ingest.Count} requests to storage");

        var folder = Directory.CreateTempSubdirectory("hookwork-bench-");
        try
        {
            await using var services = Services(recorder.ConnectionString, upstream.Url, folder.FullName);
            var start = await CountAsync(recorder, () => StartAsync(services, cancellationToken));
            var idle = new Dictionary<string, TrafficCounts>(StringComparer.Ordinal);
            foreach (var (name, run) in Timers(services))
            {
                // The first run may have work to do: a snapshot, a new walk, a list that is then cached.
                await run(cancellationToken);
                idle[name] = await CountAsync(recorder, () => run(cancellationToken));
                Progress.Tell($"{name} with nothing to do: {idle[name]}");
            }

            var resources = Counted("patches") + Counted("covers") + Counted("series");
            var figures = new TrafficFigures(
                resources,
                Counted("patches"),
                Counted("covers"),
                Counted("series"),
                Counted("comments"),
                Counted("events"),
                await BusyMinutesAsync(azurite.ConnectionString, cancellationToken),
                TrafficCounts.Of(ingest).For(resources),
                Math.Round((double)mboxBytes / resources),
                Math.Round((double)tableBytes / resources),
                start,
                idle
            );
            Console.WriteLine(JsonSerializer.Serialize(figures, FiguresJson.Default.TrafficFigures));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        int Counted(string name) => document.RootElement.GetProperty(name).GetInt32();
    }

    private static IEnumerable<(string Name, Func<CancellationToken, Task> RunAsync)> Timers(
        IServiceProvider services
    ) =>
        [
            (
                nameof(PollEvents),
                cancellationToken =>
                    ActivatorUtilities.CreateInstance<PollEvents>(services).RunAsync(new TimerInfo(), cancellationToken)
            ),
            (nameof(WalkLists), services.GetRequiredService<ListWalker>().RunAsync),
            (nameof(SnapshotCatalogs), services.GetRequiredService<Snapshots>().RunAsync),
            (nameof(SweepWebhooks), services.GetRequiredService<WebhookSweep>().RunAsync),
        ];

    private static ServiceProvider Services(string storage, Uri upstream, string folder)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork:Url"] = upstream.ToString(),
                    ["Patchwork:Since"] = "beginning",
                    ["Hookwork:CatalogFolder"] = folder,
                }
            )
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(new DiagnosticListener("Microsoft.AspNetCore"))
            .AddHookwork(configuration)
            .BuildServiceProvider();
    }

    private static async Task StartAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StartAsync(cancellationToken);
    }

    private static async Task<TrafficCounts> CountAsync(StorageRecorder recorder, Func<Task> action)
    {
        var before = recorder.Operations.Count;
        await action();
        return TrafficCounts.Of(recorder.Operations.Skip(before));
    }

    /// <summary>Minutes with an event: one poll finds all events of a minute.</summary>
    private static async Task<int> BusyMinutesAsync(string storage, CancellationToken cancellationToken)
    {
        var events = new TableServiceClient(storage).GetTableClient("Events");
        return await events
            .QueryAsync<TableEntity>(select: ["Date"], cancellationToken: cancellationToken)
            .Select(row => row.GetString("Date")![..16])
            .Distinct()
            .CountAsync(cancellationToken);
    }
}
