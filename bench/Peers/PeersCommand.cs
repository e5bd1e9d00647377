using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Search.Corpus;
using Hookwork.Recorded;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Peers;

/// <summary>Measures search beside public-inbox: the same mails, the same queries, over HTTP.</summary>
internal static partial class PeersCommand
{
    private const int WarmUp = 100;

    private static readonly Option<int> Mails = CorpusOptions.Mails(5_000);
    private static readonly Option<int> Seed = CorpusOptions.Seed();
    private static readonly Option<int> Rounds = CorpusOptions.Rounds(40);
    private static readonly Option<FileInfo?> Mbox = new("--mbox")
    {
        Description = "Read the mails from this mbox instead, at most --mails of them if that is given.",
    };

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
        await using var upstream = await RecordedPatchwork.StartAsync(visibleEvents: 0, cancellationToken);
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
        await using var floor = await SearchFloor.StartAsync(
            azurite.ConnectionString,
            upstream.Url,
            selfHost.Url,
            queries,
            SearchHttp.FirstPageOf,
            cancellationToken
        );
        // Ours and its floor both follow public-inbox, so both servers have slept as long.
        var runs = await SearchRun.RunAsync(
            queries,
            WarmUp,
            rounds,
            cancellationToken,
            (query, ended) => client.AskAsync(SearchHttp.FirstPageOf(query), ended),
            client.SearchAsync,
            AskPeerAsync,
            floor.AskAsync,
            floor.ReadAsync,
            AskPeerAsync
        );
        var (first, whole, theirs) = (runs[0], runs[1], peer is null ? null : runs[2]);
        var floors = Quantiles.Join(queries.Select((_, at) => Quantiles.Sum([runs[3][at].Times, runs[4][at].Times])));
        List<PeerQueryFigures> each =
        [
            .. queries.Select(
                (query, at) =>
                    new PeerQueryFigures(
                        query.Name,
                        query.Query,
                        first[at].Total,
                        theirs?[at].Total,
                        first[at].Times.At(0.5),
                        whole[at].Times.At(0.5),
                        theirs?[at].Times.At(0.5),
                        Ratio(first[at].Times, theirs?[at].Times)
                    )
            ),
        ];
        var together = theirs is null ? null : SearchRun.Together(theirs);
        var figures = new PeersFigures(
            mails,
            mboxBytes,
            SearchRun.Together(first).At(0.5),
            together?.At(0.5),
            Ratio(SearchRun.Together(first), together),
            floors.At(0.5),
            SearchRun.Together(first).Over(floors),
            Ratio(floors, together),
            each.Where(query => query.Name is PeerQueries.CommonWord or PeerQueries.CommonWords)
                .Max(query => query.Ratio),
            SearchRun.Together(whole).At(0.5),
            Ratio(SearchRun.Together(whole), together),
            Math.Round(mails / buildTime.TotalSeconds),
            peer?.MailsPerSecond,
            Math.Round((double)catalogBytes / mboxBytes, 3),
            Math.Round(selfHost.PeakMemory / 1e6, 1),
            each
        );
        Console.WriteLine(JsonSerializer.Serialize(figures, FiguresJson.Default.PeersFigures));

        Task<long> AskPeerAsync(string query, CancellationToken ended) =>
            peer is null ? Task.FromResult(0L) : AskAsync(other, query, ended);

        ReceivedMail Counted(ReceivedMail mail)
        {
            counting.Add(mail);
            return mail;
        }
    }

    /// <summary>The mails; of several with the same Message-ID the first, as in public-inbox.</summary>
    private static IEnumerable<ReceivedMail> Distinct(Stream mbox, int most, bool withBytes = false) =>
        MboxReader.Read(mbox, withBytes).DistinctBy(mail => mail.MessageId, StringComparer.Ordinal).Take(most);

    /// <summary>Asks public-inbox for the first page of a query, which has up to 200 results.</summary>
    /// <returns>How many mails match.</returns>
    private static async Task<long> AskAsync(HttpClient client, string query, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync($"?q={Uri.EscapeDataString(query)}", cancellationToken);
        var page = await answer.Content.ReadAsStringAsync(cancellationToken);
        // It answers 404 if there are no results.
        return answer.IsSuccessStatusCode && Matches().Match(page) is { Success: true } match
            ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"public-inbox answers {query} by {(int)answer.StatusCode}.");
    }

    [GeneratedRegex("id=t>Results \\d+-\\d+ of ~?(\\d+)")]
    private static partial Regex Matches();

    private static double? Ratio(Quantiles own, Quantiles? theirs) =>
        theirs is null ? null : Math.Round(own.At(0.5) / theirs.At(0.5), 3);
}
