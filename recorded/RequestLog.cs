namespace Hookwork.Recorded;

/// <summary>The requests that a server received. Thread safe.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<LoggedRequest> _requests = [];
    private int _running;
    private int _most;

    /// <summary>The number of requests answered or aborted.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _requests.Count;
        }
    }

    /// <summary>The number of requests in progress.</summary>
    public int UnderWay
    {
        get
        {
            lock (_gate)
                return _running;
        }
    }

    /// <summary>The maximum number of concurrent requests.</summary>
    public int MostAtOnce
    {
        get
        {
            lock (_gate)
                return _most;
        }
    }

    /// <summary>The number of requests by <see cref="LoggedRequest.Kind"/>.</summary>
    public IReadOnlyDictionary<string, int> ByKind
    {
        get
        {
            lock (_gate)
                return _requests.CountBy(request => request.Kind).ToDictionary();
        }
    }

    /// <summary>The requests so far, in order of completion.</summary>
    public IReadOnlyList<LoggedRequest> ToList()
    {
        lock (_gate)
            return [.. _requests];
    }

    /// <summary>Clears the log, except for requests in progress.</summary>
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
