using Hookwork.Webhooks.Targets;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// One subscription's deliveries in this process: the free slots, the target's health, the queued wakes.
/// </summary>
public sealed class Lane : IDisposable
{
    /// <summary>The most deliveries under way to one target from one process.</summary>
    public const int Width = 4;

    /// <summary>A target that takes longer to answer is slow: no function waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _slots = new(Width);
    private readonly SortedSet<DateTimeOffset> _wakes = [];
    private readonly Lock _gate = new();
    private (TargetHealth Health, DateTimeOffset At)? _health;
    private bool _draining;
    private bool _again;

    /// <summary>Takes a slot if one is free; release it with <see cref="Leave"/>.</summary>
    public bool TryEnter() => _slots.Wait(0);

    /// <summary>Takes a slot within <see cref="Patience"/>; false if none became free.</summary>
    public Task<bool> TryEnterAsync(CancellationToken cancellationToken) =>
        _slots.WaitAsync(Patience, cancellationToken);

    /// <summary>Waits up to <see cref="Patience"/> for a free slot.</summary>
    /// <returns>How many are free.</returns>
    public async Task<int> RoomAsync(CancellationToken cancellationToken)
    {
        if (!await TryEnterAsync(cancellationToken))
            return 0;
        Leave();
        return Math.Max(1, _slots.CurrentCount);
    }

    public void Leave() => _slots.Release();

    /// <summary>The target's health if it was read a few seconds ago; otherwise null.</summary>
    public TargetHealth? Health(DateTimeOffset now)
    {
        lock (_gate)
            return _health is { } seen && now - seen.At < Fresh ? seen.Health : null;
    }

    public void Saw(TargetHealth health, DateTimeOffset now)
    {
        lock (_gate)
            _health = (health, now);
    }

    /// <summary>Begins a run; false if one is under way in this process, which then runs once more.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            if (_draining)
            {
                _again = true;
                return false;
            }
            _draining = true;
            return true;
        }
    }

    /// <summary>Ends a run; false if another was requested meanwhile, which the caller must make.</summary>
    public bool TryEnd()
    {
        lock (_gate)
        {
            (_draining, _again) = (_again, false);
            return !_draining;
        }
    }

    /// <summary>Ends a run and drops requests for another.</summary>
    public void End()
    {
        lock (_gate)
            (_draining, _again) = (false, false);
    }

    /// <summary>Whether a wake at this time must be queued, since no earlier one is.</summary>
    public bool NeedsWake(DateTimeOffset now, DateTimeOffset at)
    {
        lock (_gate)
        {
            _wakes.RemoveWhere(wake => wake <= now);
            return _wakes.Count == 0 || _wakes.Min > at;
        }
    }

    /// <summary>Records that a wake was queued.</summary>
    public void Woken(DateTimeOffset at)
    {
        lock (_gate)
            _wakes.Add(at);
    }

    public void Dispose() => _slots.Dispose();
}
