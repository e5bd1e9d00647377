using System.CommandLine;
using System.Text.Json;
using Hookwork.Bench.Storage;

namespace Hookwork.Bench.Ingest;

/// <summary>How fast the recording is ingested, against how fast Azurite takes the same operations from nobody in particular.</summary>
internal static class IngestCommand
{
    private static readonly int[] LoopCounts = [1, 4, 16, 64];

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often to measure; the round of the median ratio is reported.",
        DefaultValueFactory = _ => 3,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("ingest", "Ingests the recorded Patchwork with selfhost and compares with Azurite's own ceiling.") { Rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(Math.Max(1, parsed.GetValue(Rounds)), cancellationToken));
        return command;
    }

    private static async Task RunAsync(int rounds, CancellationToken cancellationToken)
    {
        // Recording takes a proxy and its time, so it is a run of its own.
        var recorded = await IngestRun.RunAsync(record: true, cancellationToken);
        var (before, work) = (recorded.Preparation, recorded.Work);
        Progress.Tell($"recorded {recorded.Operations.Count} storage operations, {work.Count} of them from the first poll to the last event done");

        List<(IngestRun Run, double Ceiling)> measured = [];
        for (var round = 1; round <= rounds; round++)
        {
            var run = await IngestRun.RunAsync(record: false, cancellationToken);
            Progress.Tell($"round {round}: ingest {run.PatchesPerSecond:0.0} patches/s, {run.PeakMemory / 1e6:0} MB; processor time {run.Cpu.SelfHost.TotalSeconds:0.0} s selfhost, {run.Cpu.Azurite.TotalSeconds:0.0} s Azurite, {run.Cpu.Upstream.TotalSeconds:0.0} s upstream");
            var ceiling = 0.0;
            foreach (var loops in LoopCounts)
            {
                var time = await Replay.TimeAsync(before, work, loops, cancellationToken);
                ceiling = Math.Max(ceiling, IngestRun.Patches / time.TotalSeconds);
                Progress.Tell($"round {round}: {loops} bare loops {IngestRun.Patches / time.TotalSeconds:0.0} patches/s ({work.Count / time.TotalSeconds:0} operations/s)");
            }
            measured.Add((run, ceiling));
            Progress.Tell($"round {round}: ratio {run.PatchesPerSecond / ceiling:0.00}");
        }

        var (median, best) = measured.OrderBy(item => item.Run.PatchesPerSecond / item.Ceiling).ElementAt(measured.Count / 2);
        var figures = new IngestFigures(
            Math.Round(median.PatchesPerSecond, 1),
            Math.Round(best, 1),
            Math.Round(median.PatchesPerSecond / best, 3),
            Math.Round((double)recorded.Operations.Count / IngestRun.Resources, 2),
            Math.Round(measured.Max(item => (double)item.Run.Requests) / IngestRun.Resources, 2),
            Math.Round(measured.Max(item => item.Run.PeakMemory) / 1e6, 1));
        Console.WriteLine(JsonSerializer.Serialize(figures, IngestFiguresJson.Default.IngestFigures));
    }
}
