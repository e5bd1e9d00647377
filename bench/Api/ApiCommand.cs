using System.CommandLine;
using System.Text.Json;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Corpus;

namespace Hookwork.Bench.Api;

/// <summary>Measures the REST API's latency, throughput and memory.</summary>
internal static class ApiCommand
{
    private const int WarmUp = 40;
    private const int Connections = 4;
    private const int HostileWarmUp = 5;

    /// <summary>Mails to generate per patch; more than are needed.</summary>
    private const int MailsAPatch = 3;

    private static readonly Option<int> Patches = CorpusOptions.Patches(14_000);
    private static readonly Option<int> Seed = CorpusOptions.Seed();
    private static readonly Option<int> Rounds = CorpusOptions.Rounds(200);

    public static Command Create()
    {
        var command = new Command("api", "Serves the REST API over many patches and sends typical requests.")
        {
            Patches,
            Seed,
            Rounds,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetValue(Patches),
                    parsed.GetValue(Seed),
                    Math.Max(1, parsed.GetValue(Rounds)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(int patches, int seed, int rounds, CancellationToken cancellationToken)
    {
        await using var mbox = GeneratedArchive.TemporaryFile();
        MailingList.Write(mbox, patches * MailsAPatch, seed);
        await using var archive = await GeneratedArchive.LoadAsync(mbox, seed, cancellationToken, patches: patches);
        var memory = new ServerMemory();
        await using var selfHost = await archive.ServeAsync(memory, cancellationToken);
        using var client = new ApiClient(selfHost.Url, memory);
        var requests = ApiRequest.All(patches);
        await using var floors = await ApiFloors.StartAsync(archive, selfHost.Url, requests, cancellationToken);
        var times = await floors.TimesAsync(client, WarmUp, rounds, cancellationToken);
        var figures = new Dictionary<string, ApiRequestFigures>(StringComparer.Ordinal);
        foreach (var (request, (quantiles, floor)) in requests.Zip(times))
        {
            var p50 = quantiles.At(0.5);
            figures[request.Name] = new ApiRequestFigures(
                p50,
                quantiles.At(0.95),
                floor.At(0.5),
                quantiles.Over(floor),
                Math.Round(await client.PerSecondAsync(request.Good, Connections, rounds / 2, cancellationToken)),
                await client.BytesAsync(request.Good, cancellationToken),
                await client.AllocatedAsync([request.Good], rounds, cancellationToken),
                Math.Round(request.PatchworkMs / p50, 1)
            );
            Progress.Tell($"{request.Name}: {figures[request.Name]}");
        }

        await client.TimesAsync(HostileRequests.All, 0, HostileWarmUp, cancellationToken);
        var live = await memory.LiveAsync(cancellationToken);
        var hostile = new Quantiles();
        foreach (
            var (request, quantiles) in HostileRequests.All.Zip(
                await client.TimesAsync(HostileRequests.All, 0, rounds, cancellationToken)
            )
        )
        {
            hostile.Add(quantiles);
            Progress.Tell(
                $"{request.Method} {request.Path[..Math.Min(60, request.Path.Length)]}: half within {quantiles.At(0.5)} ms, 99 of 100 within {quantiles.At(0.99)} ms"
            );
        }
        var allocated = await client.AllocatedAsync(HostileRequests.All, rounds / 4 + 1, cancellationToken);
        var retained = await memory.LiveAsync(cancellationToken) - live;
        Console.WriteLine(
            JsonSerializer.Serialize(
                new ApiFigures(
                    patches,
                    figures["list30"],
                    figures["list250"],
                    figures["query"],
                    figures["page400"],
                    figures["events250"],
                    figures["detail"],
                    figures["series30"],
                    hostile.At(0.99),
                    Math.Round(hostile.At(0.99) / figures["list250"].P50Ms, 2),
                    allocated,
                    retained
                ),
                FiguresJson.Default.ApiFigures
            )
        );
    }
}
