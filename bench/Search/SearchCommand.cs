using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Hookwork.Bench.Floors;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Search.Corpus;
using Hookwork.Bench.Start;
using Hookwork.Recorded;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Search;

/// <summary>Measures search: latency, build time, size and memory.</summary>
internal static class SearchCommand
{
    private const int ColdStarts = 5;
    private const int WarmUp = 100;

    private static readonly Option<int> Mails = CorpusOptions.Mails(25_000);
    private static readonly Option<int> Seed = CorpusOptions.Seed();
    private static readonly Option<FileInfo?> Mbox = new("--mbox")
    {
        Description = "Read the mails from this mbox instead.",
    };
    private static readonly Option<FileInfo?> Write = new("--write")
    {
        Description = "Only write the generated mails to this mbox.",
    };
    private static readonly Option<int> Rounds = CorpusOptions.Rounds(20);

    public static Command Create()
    {
        var command = new Command("search", "Builds the catalog of many mails and searches it.")
        {
            Mails,
            Seed,
            Mbox,
            Write,
            Rounds,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (mails, seed) = (parsed.GetValue(Mails), parsed.GetValue(Seed));
        if (parsed.GetValue(Write) is { } target)
        {
            await using var written = target.Create();
            MailingList.Write(written, mails, seed);
            return;
        }
        if (parsed.GetValue(Mbox) is { } given)
        {
            await using var mbox = given.OpenRead();
            await MeasureAsync(MboxReader.Read(mbox), seed, Math.Max(1, parsed.GetValue(Rounds)), cancellationToken);
            return;
        }
        await using var made = GeneratedArchive.TemporaryFile();
        MailingList.Write(made, mails, seed);
        made.Position = 0;
        await MeasureAsync(MboxReader.Read(made), seed, Math.Max(1, parsed.GetValue(Rounds)), cancellationToken);
    }

    private static async Task MeasureAsync(
        IEnumerable<ReceivedMail> received,
        int seed,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var queries = SearchQueries.All;
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        // An idle server with the same projects.
        await using var upstream = await RecordedPatchwork.StartAsync(visibleEvents: 0, cancellationToken);

        await using var catalog = new SearchedCatalog(azurite.ConnectionString, upstream.Url);
        var (mails, mboxBytes) = await catalog.LoadAsync(received, seed, cancellationToken);
        using var azuriteProcess = Process.GetProcessById(azurite.ProcessId);
        var (own, azurites) = (Environment.CpuUsage.TotalTime, azuriteProcess.TotalProcessorTime);
        var (buildTime, catalogBytes) = await catalog.BuildAsync(cancellationToken);
        azuriteProcess.Refresh();
        (own, azurites) = (Environment.CpuUsage.TotalTime - own, azuriteProcess.TotalProcessorTime - azurites);
        Progress.Tell(
            $"built the catalog in {buildTime.TotalSeconds:0.0} s: {catalogBytes / 1e6:0.0} MB (processor time {own.TotalSeconds:0.0} s, Azurite's {azurites.TotalSeconds:0.0} s)"
        );
        await catalog.SnapshotAsync(cancellationToken);
        Progress.Tell($"stored a snapshot");
        var engine = (await SearchRun.RunAsync(queries, WarmUp, rounds, cancellationToken, catalog.SearchAsync))[0];
        Progress.Tell($"searched without HTTP");

        var (coldStarts, floorStarts, selfHostStarts) = await ColdStartsAsync(
            azurite.ConnectionString,
            upstream.Url,
            cancellationToken
        );

        await using var selfHost = await ServingSelfHost.StartAsync(
            azurite.ConnectionString,
            upstream.Url,
            cancellationToken
        );
        using var client = new SearchHttp(selfHost.Url);
        await using var floor = await SearchFloor.StartAsync(
            azurite.ConnectionString,
            upstream.Url,
            selfHost.Url,
            queries,
            SearchHttp.PathOf,
            cancellationToken
        );
        var runs = await SearchRun.RunAsync(
            queries,
            WarmUp,
            rounds,
            cancellationToken,
            client.SearchAsync,
            floor.AskAsync,
            floor.ReadAsync
        );
        var http = runs[0];
        var floors = queries.Select((_, at) => Quantiles.Sum([runs[1][at].Times, runs[2][at].Times])).ToList();
        Progress.Tell($"searched over HTTP");

        List<QueryFigures> each = [];
        for (var index = 0; index < queries.Count; index++)
        {
            if (engine[index].Total != http[index].Total)
                throw new InvalidOperationException(
                    $"{queries[index].Query} matches {engine[index].Total} mails within the process and {http[index].Total} over HTTP."
                );
            each.Add(
                new QueryFigures(
                    queries[index].Name,
                    queries[index].Query,
                    http[index].Total,
                    http[index].Times.At(0.5),
                    http[index].Times.At(0.95),
                    floors[index].At(0.5),
                    http[index].Times.Over(floors[index]),
                    engine[index].Times.At(0.5)
                )
            );
        }
        var figures = new SearchFigures(
            mails,
            mboxBytes,
            Math.Round(mails / buildTime.TotalSeconds),
            Math.Round((double)catalogBytes / mboxBytes, 3),
            SearchRun.Together(http).At(0.5),
            SearchRun.Together(http).At(0.95),
            Quantiles.Join(floors).At(0.5),
            SearchRun.Together(http).Over(Quantiles.Join(floors)),
            SearchRun.Together(engine).At(0.5),
            Math.Round(coldStarts.At(0.5)),
            Math.Round(floorStarts.At(0.5)),
            coldStarts.Over(floorStarts),
            Math.Round(selfHostStarts.At(0.5)),
            Math.Round(selfHost.PeakMemory / 1e6, 1),
            each
        );
        Console.WriteLine(JsonSerializer.Serialize(figures, FiguresJson.Default.SearchFigures));
    }

    /// <summary>Starts the published app, what it cannot start faster than, and selfhost; in turn.</summary>
    private static async Task<(Quantiles Published, Quantiles Floor, Quantiles SelfHost)> ColdStartsAsync(
        string storage,
        Uri upstream,
        CancellationToken cancellationToken
    )
    {
        // The archive of a deployment in use has been polled.
        await SelfHostProcess.RunToIdleAsync(storage, upstream, cancellationToken, Tracker.ProjectName);
        var folder = Directory.CreateTempSubdirectory("hookwork-published-");
        try
        {
            var app = await PublishedApp.HookworkAsync(folder.FullName, readyToRun: true, cancellationToken);
            await using var host = await FunctionsHost.StartAsync(cancellationToken);
            var path = $"/{SearchHttp.PathOf(SearchQueries.All[0].Query)}";
            List<TimeSpan> answers = [];
            var times = await Turns.TimesAsync(
                [
                    async ended => answers.Add((await host.AskAsync(app, path, storage, upstream, ended)).Time),
                    SearchFloor.ColdStartAsync,
                    ended => SearchFloor.ReadSnapshotAsync(storage, ended),
                    ended => SearchHttp.ColdStartAsync(storage, upstream, ended),
                ],
                1,
                ColdStarts,
                cancellationToken
            );
            var published = new Quantiles();
            answers.Skip(1).ToList().ForEach(published.Add);
            Progress.Tell(
                $"started cold {ColdStarts} times: {published.At(0.5)} ms; an empty app {times[1].At(0.5)} ms, reading the snapshot {times[2].At(0.5)} ms, selfhost {times[3].At(0.5)} ms"
            );
            return (published, Quantiles.Sum([times[1], times[2]]), times[3]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
