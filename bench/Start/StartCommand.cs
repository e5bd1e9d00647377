using System.CommandLine;
using System.Text.Json;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Corpus;

namespace Hookwork.Bench.Start;

/// <summary>Measures the start of the published app up to its first answer, beside an empty function app.</summary>
internal static class StartCommand
{
    private static readonly Option<int> Mails = CorpusOptions.Mails(5_000);
    private static readonly Option<int> Seed = CorpusOptions.Seed();
    private static readonly Option<int> Rounds = CorpusOptions.Number(
        "--rounds",
        "How often to start each app for each path.",
        5
    );
    private static readonly Option<bool> WithoutReadyToRun = new("--without-ready-to-run")
    {
        Description = "Also measure apps that are not compiled ahead.",
    };
    private static readonly Option<DirectoryInfo?> Published = new("--published")
    {
        Description = "Keep the published apps in this folder, and use those that it has.",
    };

    public static Command Create()
    {
        var command = new Command("start", "Starts the published app as the Functions host does, and asks it once.")
        {
            Mails,
            Seed,
            Rounds,
            WithoutReadyToRun,
            Published,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (kept, rounds) = (parsed.GetValue(Published), Math.Max(1, parsed.GetValue(Rounds)));
        var folder = kept ?? Directory.CreateTempSubdirectory("hookwork-published-");
        try
        {
            var apps = await AppsAsync(readyToRun: true);
            var plain = parsed.GetValue(WithoutReadyToRun) ? await AppsAsync(readyToRun: false) : default;

            await using var mbox = GeneratedArchive.TemporaryFile();
            MailingList.Write(mbox, parsed.GetValue(Mails), parsed.GetValue(Seed));
            await using var archive = await GeneratedArchive.LoadAsync(
                mbox,
                parsed.GetValue(Seed),
                cancellationToken,
                withBytes: true
            );
            await using var starts = await ColdStarts.PrepareAsync(archive, cancellationToken);
            var (empty, each) = await starts.RunAsync(apps.Empty, apps.Hookwork, rounds, cancellationToken);
            Progress.Tell($"started each {rounds} times");
            var (snapshotBytes, snapshotMs) = await starts.ReadSnapshotAsync(rounds, cancellationToken);
            PlainFigures? without = null;
            if (plain != default)
            {
                var (plainEmpty, plainEach) = await starts.RunAsync(
                    plain.Empty,
                    plain.Hookwork,
                    rounds,
                    cancellationToken
                );
                without = new PlainFigures(
                    plainEmpty.Ms,
                    plainEach.ToDictionary(item => item.Name, item => item.Median.Ms)
                );
            }

            var floor = empty.Ms + snapshotMs;
            var figures = new StartFigures(
                archive.Mails,
                snapshotBytes,
                empty.Ms,
                empty.ProcessorMs,
                snapshotMs,
                Math.Round(floor),
                each.ToDictionary(
                    item => item.Name,
                    item => new AnswerFigures(
                        item.Median.Ms,
                        Math.Round(item.Median.Ms / empty.Ms, 2),
                        Math.Round(item.Median.Ms / floor, 2),
                        item.Median.ProcessorMs,
                        item.Median.StorageRequests,
                        item.Median.UpstreamRequests
                    ),
                    StringComparer.Ordinal
                ),
                without
            );
            Console.WriteLine(JsonSerializer.Serialize(figures, StartFiguresJson.Default.StartFigures));
        }
        finally
        {
            if (kept is null)
                folder.Delete(recursive: true);
        }

        async Task<(PublishedApp Hookwork, PublishedApp Empty)> AppsAsync(bool readyToRun) =>
            (
                await PublishedApp.HookworkAsync(folder.FullName, readyToRun, cancellationToken),
                await PublishedApp.EmptyAsync(folder.FullName, readyToRun, cancellationToken)
            );
    }
}
