using System.CommandLine;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Hookwork.Bench.Api;
using Hookwork.Bench.Floors;
using Hookwork.Bench.Pages;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Search.Corpus;
using MimeKit;

namespace Hookwork.Bench.Inbox;

/// <summary>Measures threads and mails for the clients of public-inbox, beside public-inbox itself.</summary>
internal static class InboxCommand
{
    private const int WarmUp = 40;
    private const int Connections = 4;
    private const string Mail = "thread-0@bench.example";

    /// <summary>Threads as long as the first, to ask for once and to change among.</summary>
    private const int Threads = 30;

    /// <summary>Those of them that warm up.</summary>
    private const int WarmUpThreads = 10;

    /// <summary>The share of the requests before memory is read first.</summary>
    private const double FirstShare = 0.1;

    private static readonly Option<int> Mails = CorpusOptions.Mails(5_000);
    private static readonly Option<int> Seed = CorpusOptions.Seed();
    private static readonly Option<int> Rounds = CorpusOptions.Rounds(200);
    private static readonly Option<int> Requests = CorpusOptions.Number(
        "--requests",
        "How often to ask for threads while memory is watched.",
        10_000
    );

    public static Command Create()
    {
        var command = new Command("inbox", "Serves mails as public-inbox does, and asks both for a long thread.")
        {
            Mails,
            Seed,
            Rounds,
            Requests,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetValue(Mails),
                    parsed.GetValue(Seed),
                    Math.Max(1, parsed.GetValue(Rounds)),
                    Math.Max(Connections * Threads * 10, parsed.GetValue(Requests)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(
        int mails,
        int seed,
        int rounds,
        int requests,
        CancellationToken cancellationToken
    )
    {
        await using var mbox = GeneratedArchive.TemporaryFile();
        MailingList.Write(mbox, mails, seed);
        LargeMails.Write(mbox);
        var threads = LargeMails.WriteThreads(mbox, Threads);
        await using var archive = await GeneratedArchive.LoadAsync(mbox, seed, cancellationToken, withBytes: true);
        mbox.Position = 0;
        await using var peer = await PublicInbox.StartAsync(mbox, cancellationToken);

        var memory = new ServerMemory();
        await using var selfHost = await archive.ServeAsync(memory, cancellationToken);
        using var client = new ApiClient(selfHost.Url, memory);
        var inbox = new Uri(selfHost.Url, $"/inbox/{Tracker.ProjectName}/");
        Progress.Tell($"serving at {inbox} and {peer?.Url}");
        await using var constants = await ConstantAnswers.StartAsync(cancellationToken);
        var servers = new Servers(inbox, new Uri(constants.Url, inbox.PathAndQuery), peer?.Url);
        var threadMails = await ThreadMailsAsync(inbox, cancellationToken);
        if (peer is not null && !threadMails.SetEquals(await ThreadMailsAsync(peer.Url, cancellationToken)))
            throw new InvalidOperationException("public-inbox has other mails in the thread.");

        // The code is compiled before anything is measured.
        var unasked = threads.Select(ThreadOf).ToList();
        // Their answers are of the same size, and they are not asked for before.
        foreach (var thread in unasked)
            await TakeAsync(ThreadOf(Mail), thread);
        await AskAllAsync(client, servers, unasked[..WarmUpThreads], 0, 1, cancellationToken);
        var first = await AskAllAsync(client, servers, unasked[WarmUpThreads..], 0, 1, cancellationToken);
        Progress.Tell($"threads for the first time: {first}");

        string[] paths = [ThreadOf(Mail), $"{Mail}/raw", $"{Mail}/t.atom", "new.atom"];
        List<AnswerFigures> answers = [];
        foreach (var path in paths)
        {
            await TakeAsync(path, path);
            answers.Add(await AskAllAsync(client, servers, [path], WarmUp, rounds, cancellationToken));
            Progress.Tell($"{path}: {answers[^1]}");
        }
        Console.WriteLine(
            JsonSerializer.Serialize(
                new InboxFigures(
                    (int)archive.Mails,
                    threadMails.Count,
                    first,
                    answers[0],
                    answers[1],
                    answers[2],
                    answers[3],
                    answers[0].Ratio,
                    await AskOftenAsync(
                        client,
                        selfHost,
                        memory,
                        [.. threads.Select(thread => Good(inbox, ThreadOf(thread)))],
                        requests,
                        cancellationToken
                    )
                ),
                FiguresJson.Default.InboxFigures
            )
        );

        Task TakeAsync(string from, string path) =>
            constants.TakeAsync(
                new Uri(inbox, from),
                cancellationToken,
                address: new Uri(servers.Floor, path).PathAndQuery
            );
    }

    /// <summary>Asks all servers in turns, so that other load on the machine favours none.</summary>
    private static async Task<AnswerFigures> AskAllAsync(
        ApiClient client,
        Servers servers,
        IReadOnlyList<string> paths,
        int warmUp,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var all = servers.All;
        var requests = paths.SelectMany(path => all.Select(server => Good(server, path))).ToList();
        var times = await client.TimesAsync(requests, warmUp, rounds, cancellationToken);
        var each = all.Select((_, at) => Quantiles.Join(times.Where((_, index) => index % all.Count == at))).ToList();
        var (own, floor, peer) = (each[0], each[1], each.ElementAtOrDefault(2));
        return new AnswerFigures(
            own.At(0.5),
            own.At(0.95),
            floor.At(0.5),
            own.Over(floor),
            await client.BytesAsync(requests[0], cancellationToken),
            peer?.At(0.5),
            peer?.At(0.95),
            peer is null ? null : await client.BytesAsync(requests[2], cancellationToken),
            peer is null ? null : Math.Round(own.At(0.5) / peer.At(0.5), 3)
        );
    }

    private static async Task<MemoryFigures> AskOftenAsync(
        ApiClient client,
        ServingSelfHost selfHost,
        ServerMemory memory,
        IReadOnlyList<Exchange> threads,
        int requests,
        CancellationToken cancellationToken
    )
    {
        var each = (int)Math.Ceiling((double)requests / Connections / threads.Count);
        var before = (int)(each * FirstShare);
        await AskAsync(before);
        var first = await memory.LiveAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await AskAsync(each - before);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var last = await memory.LiveAsync(cancellationToken);
        return new MemoryFigures(
            each * Connections * threads.Count,
            Math.Round((each - before) * Connections * threads.Count / seconds),
            first,
            last,
            last - first,
            Math.Round(selfHost.PeakMemory / 1e6, 1)
        );

        Task AskAsync(int rounds) =>
            Task.WhenAll(
                Enumerable.Range(0, Connections).Select(_ => client.TimesAsync(threads, 0, rounds, cancellationToken))
            );
    }

    /// <summary>The Message-IDs of the thread as it is served.</summary>
    private static async Task<HashSet<string>> ThreadMailsAsync(Uri inbox, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = inbox };
        await using var gzip = new GZipStream(
            new MemoryStream(await http.GetByteArrayAsync(ThreadOf(Mail), cancellationToken)),
            CompressionMode.Decompress
        );
        using var mbox = new MemoryStream();
        await gzip.CopyToAsync(mbox, cancellationToken);
        mbox.Position = 0;
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (var parser = new MimeParser(mbox, MimeFormat.Mbox); !parser.IsEndOfStream; )
        {
            using var mail = await parser.ParseMessageAsync(cancellationToken);
            ids.Add(mail.MessageId ?? "");
        }
        return ids;
    }

    private static string ThreadOf(string messageId) => $"{messageId}/t.mbox.gz";

    private static Exchange Good(Uri inbox, string path) => Exchange.Get(new Uri(inbox, path).ToString());

    /// <summary>The addresses of an inbox here, of its constant answers, and at public-inbox.</summary>
    private sealed record Servers(Uri Own, Uri Floor, Uri? Peer)
    {
        public IReadOnlyList<Uri> All => Peer is null ? [Own, Floor] : [Own, Floor, Peer];
    }
}
