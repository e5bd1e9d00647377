using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Bench.Api;
using Hookwork.Bench.Floors;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Search.Corpus;
using Hookwork.Bench.Storage;
using Hookwork.SelfHost;
using Microsoft.Extensions.Configuration;
using ArchiveStorage = Hookwork.Archive.ArchiveStorage;
using StorageConnection = Hookwork.Archive.StorageConnection;

namespace Hookwork.Bench.Pages;

/// <summary>Measures the pages for a browser: latency, size, and what a crawler costs.</summary>
internal static class PagesCommand
{
    private const int WarmUp = 20;
    private const int CrawledPages = 1_000;

    /// <summary>Patches that the API lists at a time.</summary>
    private const int PageSize = 250;

    private static readonly Option<int> Mails = CorpusOptions.Mails(25_000);
    private static readonly Option<int> Seed = CorpusOptions.Seed();
    private static readonly Option<int> Rounds = CorpusOptions.Rounds(100);

    public static Command Create()
    {
        var command = new Command("pages", "Serves the pages over many mails and asks for typical ones.")
        {
            Mails,
            Seed,
            Rounds,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetValue(Mails),
                    parsed.GetValue(Seed),
                    Math.Max(1, parsed.GetValue(Rounds)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(int mails, int seed, int rounds, CancellationToken cancellationToken)
    {
        await using var mbox = GeneratedArchive.TemporaryFile();
        MailingList.Write(mbox, mails, seed);
        LargeMails.Write(mbox);
        await using var archive = await GeneratedArchive.LoadAsync(mbox, seed, cancellationToken);
        var azurite = archive.Azurite;
        var memory = new ServerMemory();
        await using var selfHost = await archive.ServeAsync(memory, cancellationToken);
        using var client = new ApiClient(selfHost.Url, memory);
        using var http = new HttpClient { BaseAddress = selfHost.Url };

        const string Project = $"/project/{Tracker.ProjectName}";
        var index = IndexOf(azurite.ConnectionString);
        await IndexAsync(index, http, "?q=bench%3A&per_page=250", cancellationToken);
        var series = await OneAsync(
            http,
            $"/api/series/?q={Uri.EscapeDataString(LargeMails.Series)}",
            cancellationToken
        );
        var pages = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["home"] = "/",
            ["list100"] = $"{Project}/list/",
            ["seriesList"] = $"{Project}/series/",
            ["series50"] = $"/series/{series["id"]}/",
            ["diff5000"] = $"{Project}/patch/diff-0@bench.example/",
            ["thread200"] = $"{Project}/thread/thread-0@bench.example/",
            ["patch"] = $"{Project}/patch/series-7@bench.example/",
            ["events"] = "/events/",
            ["search25"] = "/search?q=s%3Avirtio&format=html",
        };
        await using var constants = await ConstantAnswers.StartAsync(cancellationToken);
        using var floor = new ApiClient(constants.Url, memory);
        foreach (var page in pages.Values)
            await constants.TakeAsync(new Uri(selfHost.Url, page), cancellationToken);
        var times = await Turns.TimesAsync(
            [.. pages.Values.Select(Exchange.Get).SelectMany(page => new[] { client.Step(page), floor.Step(page) })],
            WarmUp,
            rounds,
            cancellationToken
        );
        var figures = new Dictionary<string, PageFigures>(StringComparer.Ordinal);
        foreach (var (page, pair) in pages.Zip(times.Chunk(2)))
        {
            var (quantiles, floors) = (pair[0], pair[1]);
            figures[page.Key] = new PageFigures(
                quantiles.At(0.5),
                quantiles.At(0.95),
                floors.At(0.5),
                quantiles.Over(floors),
                await client.BytesAsync(Exchange.Get(page.Value), cancellationToken),
                await client.AllocatedAsync([Exchange.Get(page.Value)], Math.Max(1, rounds / 10), cancellationToken)
            );
            Progress.Tell($"{page.Key}: {figures[page.Key]}");
        }
        var crawl = await CrawlAsync(azurite, archive.Upstream.Url, cancellationToken);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new PagesFigures(
                    (int)archive.Mails,
                    figures["home"],
                    figures["list100"],
                    figures["seriesList"],
                    figures["series50"],
                    figures["diff5000"],
                    figures["thread200"],
                    figures["patch"],
                    figures["events"],
                    figures["search25"],
                    crawl
                ),
                FiguresJson.Default.PagesFigures
            )
        );
    }

    /// <summary>Asks another process for the pages of many patches, one after the other, and counts what that costs.</summary>
    private static async Task<CrawlFigures> CrawlAsync(
        Azurite azurite,
        Uri upstream,
        CancellationToken cancellationToken
    )
    {
        await using var recorder = await StorageRecorder.StartAsync(azurite, cancellationToken);
        var memory = new ServerMemory();
        await using var selfHost = await ServingSelfHost.StartAsync(
            recorder.ConnectionString,
            upstream,
            cancellationToken,
            memory
        );
        using var client = new ApiClient(selfHost.Url, memory);
        using var http = new HttpClient { BaseAddress = selfHost.Url };
        List<Exchange> pages = [];
        var index = IndexOf(azurite.ConnectionString);
        for (var page = 1; pages.Count < CrawledPages; page++)
        {
            var patches = await IndexAsync(index, http, $"?per_page={PageSize}&page={page}", cancellationToken);
            pages.AddRange(patches.Select(patch => Exchange.Get(new Uri((string)patch!["web_url"]!).PathAndQuery)));
            if (patches.Count < PageSize)
                break;
        }
        pages = pages[..Math.Min(CrawledPages, pages.Count)];
        // The code is compiled before anything is counted.
        await client.TimesAsync(pages[..Math.Min(WarmUp, pages.Count)], 0, 1, cancellationToken);
        var (requests, processor) = (Requests(recorder), selfHost.ProcessorTime);
        var times = await client.TimesAsync(pages, 0, 1, cancellationToken);
        (requests, processor) = (Requests(recorder) - requests, selfHost.ProcessorTime - processor);
        var (all, bytes) = (new Quantiles(), 0L);
        foreach (var time in times)
            all.Add(time);
        foreach (var page in pages)
            bytes += await client.BytesAsync(page, cancellationToken);
        return new CrawlFigures(
            pages.Count,
            all.At(0.5),
            Math.Round(processor.TotalMilliseconds / pages.Count, 2),
            bytes / pages.Count,
            Math.Round((double)requests / pages.Count, 2)
        );
    }

    /// <summary>Requests to tables and blobs; the queues are polled whether or not anybody asks for a page.</summary>
    private static int Requests(StorageRecorder recorder) =>
        recorder.Operations.Count(operation => operation.Service != StorageService.Queue);

    private static MessageIdIndex IndexOf(string storage) =>
        new(
            new ArchiveStorage(
                StorageConnection.Read(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection([KeyValuePair.Create(StorageConnection.Setting, (string?)storage)])
                        .Build()
                )
            )
        );

    /// <summary>Makes patches known by their Message-IDs, which the loader leaves out.</summary>
    private static async Task<JsonArray> IndexAsync(
        MessageIdIndex index,
        HttpClient http,
        string query,
        CancellationToken cancellationToken
    )
    {
        var patches = JsonNode.Parse(await http.GetStringAsync($"/api/patches/{query}", cancellationToken))!.AsArray();
        foreach (var patch in patches)
            await index.AddAsync(
                (string)patch!["msgid"]!,
                Tracker.Project,
                ResourceKind.Patch,
                (long)patch["id"]!,
                cancellationToken
            );
        return patches;
    }

    private static async Task<JsonNode> OneAsync(HttpClient http, string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await http.GetStringAsync(path, cancellationToken))!.AsArray().Single()!;
}
