using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hookwork.Tests.SelfHost;

/// <summary>Records the calls of a test's functions, and controls their behaviour.</summary>
public sealed class Probe
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _running;
    private int _most;

    /// <summary>The calls so far, in order.</summary>
    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>The calls that succeeded.</summary>
    public ConcurrentQueue<Call> Completed { get; } = new();

    /// <summary>The behaviour of a recorded call; returns at once by default.</summary>
    public Func<Call, Task>? Behaviour { get; set; }

    /// <summary>How many calls are running.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The largest number of concurrent calls.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>Records a function's call and runs its behaviour.</summary>
    public async Task CallAsync(string function, object? argument, CancellationToken cancellationToken)
    {
        var call = new Call(function, argument, _watch.Elapsed, cancellationToken);
        // Read before the call counts as running: a test that has waited for that changes the next call only.
        var behaviour = Behaviour;
        var running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        try
        {
            Calls.Enqueue(call);
            if (behaviour is not null)
                await behaviour(call);
            Completed.Enqueue(call);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void InterlockedMax(int value)
    {
        for (var most = Most; value > most; most = Most)
        {
            if (Interlocked.CompareExchange(ref _most, value, most) == most)
                return;
        }
    }

    public sealed record Call(string Function, object? Argument, TimeSpan At, CancellationToken Token);
}
