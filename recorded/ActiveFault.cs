namespace Hookwork.Recorded;

/// <summary>An active fault. Disposing it deactivates it.</summary>
public sealed class ActiveFault : IDisposable
{
    private readonly Lock _gate = new();
    private readonly When _when;
    private readonly Action<ActiveFault> _remove;
    private int _counted;
    private int _fired;

    internal ActiveFault(Fault fault, When when, int seed, Action<ActiveFault> remove)
    {
        Fault = fault;
        Random = new Random(seed);
        _when = when;
        _remove = remove;
    }

    public Fault Fault { get; }

    /// <summary>The number of requests that it has hit.</summary>
    public int Fired
    {
        get
        {
            lock (_gate)
                return _fired;
        }
    }

    internal Random Random { get; }

    /// <summary>Deactivates the fault.</summary>
    public void Dispose() => _remove(this);

    /// <summary>Counts a request and returns whether it is hit.</summary>
    internal bool Hits(string target)
    {
        lock (_gate)
        {
            if (_fired >= _when.Times || _when.Path?.Invoke(target) == false)
                return false;

            var number = _counted++ - _when.Skip;
            if (number < 0 || number % Math.Max(1, _when.Every) != 0 || Random.NextDouble() >= _when.Probability)
                return false;

            _fired++;
            return true;
        }
    }
}
