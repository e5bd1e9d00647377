using Hookwork.Webhooks.Targets;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// What this process knows of the deliveries of one subscription: how many are under way, how its target fares, when
/// somebody will look again.
/// </summary>
public sealed class Lane : IDisposable
{
    /// <summary>The most deliveries under way to one target from one process.</summary>
    public const int Width = 4;

    /// <summary>A target that takes longer for its answer is slow: no function waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _slots = new(Width);
    private readonly SortedSet<DateTimeOffset> _wakes = [];
    private readonly Lock _gate = new();
    private (TargetHealth Health, DateTimeOffset At)? _health;
    private bool _draining;
    private bool _again;

    /// <summary>Takes a slot if one is free; give it back with <see cref="Leave"/>.</summary>
    public bool TryEnter() => _slots.Wait(0);

    /// <summary>Waits for a slot, though not for slow targets; false where none became free.</summary>
    public Task<bool> TryEnterAsync(CancellationToken cancellationToken) =>
        _slots.WaitAsync(Patience, cancellationToken);

    /// <summary>Waits until a slot is free, though not for slow targets.</summary>
    /// <returns>How many are free.</returns>
    public async Task<int> RoomAsync(CancellationToken cancellationToken)
    {
        if (!await TryEnterAsync(cancellationToken))
            return 0;
        Leave();
        return Math.Max(1, _slots.CurrentCount);
    }

    public void Leave() => _slots.Release();

    /// <summary>How the target fares, as far as was seen lately; null where that was too long ago.</summary>
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

    /// <summary>
    /// Begins to work off what is pending; false when this process does so already, which then looks once more.
    /// </summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            _again = _draining;
            return !_draining && (_draining = true);
        }
    }

    /// <summary>Ends it; false when somebody asked for another look meanwhile, which is to be taken.</summary>
    public bool TryEnd()
    {
        lock (_gate)
        {
            (_draining, _again) = (_again, false);
            return !_draining;
        }
    }

    /// <summary>Ends it, whoever asked for another look.</summary>
    public void End()
    {
        lock (_gate)
            (_draining, _again) = (false, false);
    }

    /// <summary>Whether a look at this time has to be asked for, since none comes between now and then.</summary>
    public bool NeedsWake(DateTimeOffset now, DateTimeOffset at)
    {
        lock (_gate)
        {
            _wakes.RemoveWhere(wake => wake <= now);
            return _wakes.Count == 0 || _wakes.Min > at;
        }
    }

    /// <summary>Notes that a look was asked for.</summary>
    public void Woken(DateTimeOffset at)
    {
        lock (_gate)
            _wakes.Add(at);
    }

    public void Dispose() => _slots.Dispose();
}
