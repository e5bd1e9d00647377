namespace Hookwork.Recorded;

/// <summary>The requests that a server has got. Thread safe.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<LoggedRequest> _requests = [];
    private int _running;
    private int _most;

    /// <summary>How many requests were answered, or given up.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _requests.Count;
        }
    }

    /// <summary>How many requests are under way now.</summary>
    public int UnderWay
    {
        get
        {
            lock (_gate)
                return _running;
        }
    }

    /// <summary>The most requests that were under way at the same time.</summary>
    public int MostAtOnce
    {
        get
        {
            lock (_gate)
                return _most;
        }
    }

    /// <summary>How many requests of each kind, as <see cref="LoggedRequest.Kind"/> names them.</summary>
    public IReadOnlyDictionary<string, int> ByKind
    {
        get
        {
            lock (_gate)
                return _requests.CountBy(request => request.Kind).ToDictionary();
        }
    }

    /// <summary>The requests so far, in the order they ended.</summary>
    public IReadOnlyList<LoggedRequest> ToList()
    {
        lock (_gate)
            return [.. _requests];
    }

    /// <summary>Forgets everything but what is under way.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
            _most = _running;
        }
    }

    internal void Begin()
    {
        lock (_gate)
            _most = Math.Max(_most, ++_running);
    }

    internal void End(LoggedRequest request)
    {
        lock (_gate)
        {
            _running--;
            _requests.Add(request);
        }
    }
}
