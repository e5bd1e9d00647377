namespace Hookwork.Ingest.Polling;

/// <summary>Runs the sweeps of other folders before every second poll: they cost as much as a poll without events.</summary>
public sealed class Sweeps(IEnumerable<ISweep> sweeps, IngestSettings settings, TimeProvider time)
{
    private DateTimeOffset _next;

    /// <summary>Runs them if they are due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _next)
            return;
        foreach (var sweep in sweeps)
            await sweep.RunAsync(cancellationToken);
        _next = now + settings.SweepAfter / 2;
    }
}
