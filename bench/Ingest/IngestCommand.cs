using System.CommandLine;
using System.Text.Json;
using Hookwork.Bench.Start;
using Hookwork.Bench.Storage;

namespace Hookwork.Bench.Ingest;

/// <summary>
/// Compares the speed of ingesting the recording with that of bare loops that send Azurite the same operations.
/// </summary>
internal static class IngestCommand
{
    private static readonly int[] LoopCounts = [1, 4, 16, 64];

    private static readonly Option<int> Rounds = CorpusOptions.Number(
        "--rounds",
        "How often to measure; the best of each is reported.",
        1
    );

    public static Command Create()
    {
        var command = new Command(
            "ingest",
            "Ingests copies of the recorded Patchwork with selfhost and compares with the ceiling of Azurite."
        )
        {
            Rounds,
        };
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(Math.Max(1, parsed.GetValue(Rounds)), cancellationToken)
        );
        return command;
    }

    private static async Task RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-published-");
        try
        {
            var published = await PublishedApp.SelfHostAsync(folder.FullName, cancellationToken);
            await MeasureAsync(published, rounds, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(PublishedApp published, int rounds, CancellationToken cancellationToken)
    {
        // Recording needs a proxy, which costs time, so it is a separate run.
        var recorded = await IngestRun.RunAsync(published, record: true, cancellationToken);
        var (before, work) = (recorded.Preparation, recorded.Work);
        Progress.Tell(
            $"recorded {recorded.Operations.Count} storage operations, {work.Count} of them from the first poll to the last event done"
        );

        // Alternating and equally often, so that other load on the machine favours neither.
        List<IngestRun> runs = [];
        List<double> ceilings = [];
        foreach (var loops in Enumerable.Repeat(LoopCounts, rounds).SelectMany(counts => counts))
        {
            var run = await IngestRun.RunAsync(published, record: false, cancellationToken);
            runs.Add(run);
            Progress.Tell(
                $"selfhost: {run.PatchesPerSecond:0.0} patches/s, {run.PeakMemory / 1e6:0} MB (processor time {run.Cpu.SelfHost.TotalSeconds:0.0} s, Azurite's {run.Cpu.Azurite.TotalSeconds:0.0} s, upstream's {run.Cpu.Upstream.TotalSeconds:0.0} s)"
            );

            var (time, again) = await Replay.TimeAsync(before, work, loops, cancellationToken);
            ceilings.Add(IngestRun.Patches / time.TotalSeconds);
            Progress.Tell(
                $"{loops} bare loops: {ceilings[^1]:0.0} patches/s, {work.Count / time.TotalSeconds:0} operations/s, {again} of them sent again"
            );
        }

        var (best, ceiling) = (runs.Max(run => run.PatchesPerSecond), ceilings.Max());
        var figures = new IngestFigures(
            Math.Round(best, 1),
            Math.Round(ceiling, 1),
            Math.Round(best / ceiling, 3),
            Math.Round((double)recorded.Operations.Count / IngestRun.Resources, 2),
            Math.Round(runs.Max(run => (double)run.Requests) / IngestRun.Resources, 2),
            Math.Round(runs.Max(run => run.PeakMemory) / 1e6, 1)
        );
        Console.WriteLine(JsonSerializer.Serialize(figures, FiguresJson.Default.IngestFigures));
    }
}
