using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Search.Corpus;
using Hookwork.Recorded;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Peers;

/// <summary>Measures search beside public-inbox: the same mails, the same queries, over HTTP.</summary>
internal static class PeersCommand
{
    private const int WarmUp = 100;

    private static readonly Option<int> Mails = CorpusOptions.Mails(5_000);
    private static readonly Option<int> Seed = CorpusOptions.Seed();
    private static readonly Option<int> Rounds = CorpusOptions.Rounds(40);
    private static readonly Option<FileInfo?> Mbox = new("--mbox")
    {
        Description = "Read the mails from this mbox instead, at most --mails of them if that is given.",
    };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("peers", "Searches many mails, and the same mails in public-inbox.")
        {
            Mails,
            Seed,
            Mbox,
            Rounds,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var seed = parsed.GetValue(Seed);
        var most = parsed.GetValue(Mails);
        var rounds = Math.Max(1, parsed.GetValue(Rounds));
        if (parsed.GetValue(Mbox) is { } given)
        {
            await using var mbox = given.OpenRead();
            var all = parsed.GetResult(Mails) is null or { Implicit: true };
            await MeasureAsync(mbox, all ? int.MaxValue : most, seed, rounds, cancellationToken);
            return;
        }
        await using var made = GeneratedArchive.TemporaryFile();
        MailingList.WriteHistory(made, most, seed);
        made.Position = 0;
        await MeasureAsync(made, int.MaxValue, seed, rounds, cancellationToken);
    }

    private static async Task MeasureAsync(
        Stream mbox,
        int most,
        int seed,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        // An idle server with the same project.
        await using var upstream = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 0 },
            cancellationToken
        );
        await using var catalog = new SearchedCatalog(azurite.ConnectionString, upstream.Url);
        var counting = new PeerQueries();
        var (mails, mboxBytes) = await catalog.LoadAsync(Distinct(mbox, most).Select(Counted), seed, cancellationToken);
        var (buildTime, catalogBytes) = await catalog.BuildAsync(cancellationToken);
        await catalog.SnapshotAsync(cancellationToken);
        Progress.Tell($"built the catalog of {mails} mails");
        var queries = counting.Choose();

        mbox.Position = 0;
        await using var peer = WatchedInbox.IsInstalled
            ? await WatchedInbox.StartAsync(
                Distinct(mbox, most, withBytes: true).Select(mail => mail.Bytes),
                cancellationToken
            )
            : null;
        if (peer is null)
            Progress.Tell($"public-inbox is not installed: apt-get install public-inbox");
        await using var selfHost = await ServingSelfHost.StartAsync(
            azurite.ConnectionString,
            upstream.Url,
            cancellationToken
        );
        using var client = new SearchHttp(selfHost.Url);
        using var other = new HttpClient { BaseAddress = peer?.Url };
        var totals = new long[queries.Count];
        var own = queries.Select(_ => new Quantiles()).ToList();
        var theirs = queries.Select(_ => new Quantiles()).ToList();
        for (var round = -WarmUp; round < rounds; round++)
        {
            foreach (var (at, (_, query)) in queries.Index())
            {
                var started = Stopwatch.GetTimestamp();
                totals[at] = await client.SearchAsync(query, cancellationToken);
                if (round >= 0)
                    own[at].Add(Stopwatch.GetElapsedTime(started));
                if (peer is null)
                    continue;
                started = Stopwatch.GetTimestamp();
                await AskAsync(other, query, cancellationToken);
                if (round >= 0)
                    theirs[at].Add(Stopwatch.GetElapsedTime(started));
            }
        }

        List<PeerQueryFigures> each =
        [
            .. queries.Select(
                (query, at) =>
                    new PeerQueryFigures(
                        query.Name,
                        query.Query,
                        totals[at],
                        own[at].At(0.5),
                        peer is null ? null : theirs[at].At(0.5),
                        peer is null ? null : Ratio(own[at], theirs[at])
                    )
            ),
        ];
        var (allOwn, allTheirs) = (Together(own), Together(theirs));
        var figures = new PeersFigures(
            mails,
            mboxBytes,
            allOwn.At(0.5),
            peer is null ? null : allTheirs.At(0.5),
            peer is null ? null : Ratio(allOwn, allTheirs),
            each.Where(query => query.Name is PeerQueries.CommonWord or PeerQueries.CommonWords)
                .Max(query => query.Ratio),
            Math.Round(mails / buildTime.TotalSeconds),
            peer?.MailsPerSecond,
            Math.Round((double)catalogBytes / mboxBytes, 3),
            Math.Round(selfHost.PeakMemory / 1e6, 1),
            each
        );
        Console.WriteLine(JsonSerializer.Serialize(figures, PeersFiguresJson.Default.PeersFigures));

        ReceivedMail Counted(ReceivedMail mail)
        {
            counting.Add(mail);
            return mail;
        }
    }

    /// <summary>The mails; of several with the same Message-ID the first, as in public-inbox.</summary>
    private static IEnumerable<ReceivedMail> Distinct(Stream mbox, int most, bool withBytes = false) =>
        MboxReader.Read(mbox, withBytes).DistinctBy(mail => mail.MessageId, StringComparer.Ordinal).Take(most);

    /// <summary>Asks public-inbox for the page of a query, which has 200 results as ours does.</summary>
    private static async Task AskAsync(HttpClient client, string query, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync($"?q={Uri.EscapeDataString(query)}", cancellationToken);
        var page = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        // It answers 404 if there are no results.
        if (!answer.IsSuccessStatusCode || page.Length == 0)
            throw new InvalidOperationException($"public-inbox answers {query} by {(int)answer.StatusCode}.");
    }

    private static double Ratio(Quantiles own, Quantiles theirs) => Math.Round(own.At(0.5) / theirs.At(0.5), 3);

    private static Quantiles Together(IEnumerable<Quantiles> each)
    {
        var all = new Quantiles();
        foreach (var times in each)
            all.Add(times);
        return all;
    }
}
