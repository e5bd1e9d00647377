using System.CommandLine;
using System.Text.Json;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Search.Corpus;
using Hookwork.Recorded;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Api;

/// <summary>Measures the REST API's latency, throughput and memory.</summary>
internal static class ApiCommand
{
    private const int WarmUp = 40;
    private const int Connections = 4;
    private const int HostileWarmUp = 5;

    /// <summary>Mails to generate per patch; more than are needed.</summary>
    private const int MailsAPatch = 3;

    private static readonly Option<int> Patches = new("--patches")
    {
        Description = "How many patches to generate.",
        DefaultValueFactory = _ => 14_000,
    };
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The seed of the generated mails.",
        DefaultValueFactory = _ => 20_260_327,
    };
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often to send each request.",
        DefaultValueFactory = _ => 200,
    };

    /// <summary>Creates the command.</summary>
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
        await using var mbox = new FileStream(
            Path.GetTempFileName(),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        MailingList.Write(mbox, patches * MailsAPatch, seed);
        mbox.Position = 0;
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        // An idle server with the same projects.
        await using var upstream = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 0 },
            cancellationToken
        );
        await using (var catalog = new SearchedCatalog(azurite.ConnectionString, upstream.Url))
        {
            await catalog.LoadAsync(MboxReader.Read(mbox), seed, cancellationToken, patches);
            await catalog.BuildAsync(cancellationToken);
            await catalog.SnapshotAsync(cancellationToken);
        }
        Progress.Tell($"stored a snapshot of the catalog");

        var memory = new ServerMemory();
        await using var selfHost = await ServingSelfHost.StartAsync(
            azurite.ConnectionString,
            upstream.Url,
            cancellationToken,
            memory
        );
        using var client = new ApiClient(selfHost.Url, memory);
        var requests = ApiRequest.All(patches);
        var times = await client.TimesAsync([.. requests.Select(Good)], WarmUp, rounds, cancellationToken);
        var figures = new Dictionary<string, ApiRequestFigures>(StringComparer.Ordinal);
        foreach (var (request, quantiles) in requests.Zip(times))
        {
            var p50 = quantiles.At(0.5);
            figures[request.Name] = new ApiRequestFigures(
                p50,
                quantiles.At(0.95),
                Math.Round(await client.PerSecondAsync(Good(request), Connections, rounds / 2, cancellationToken)),
                await client.BytesAsync(Good(request), cancellationToken),
                await client.AllocatedAsync([Good(request)], rounds, cancellationToken),
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
                    allocated,
                    retained
                ),
                ApiFiguresJson.Default.ApiFigures
            )
        );
    }

    private static (string Method, string Path, int Status) Good(ApiRequest request) => ("GET", request.Path, 200);
}
