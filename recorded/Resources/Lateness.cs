namespace Hookwork.Recorded.Resources;

/// <summary>Hides late events from requests that come too early.</summary>
internal sealed class Lateness
{
    private readonly HashSet<long> _served = [];
    private readonly Dictionary<long, long> _dueSince = [];
    private IReadOnlyList<EventRow> _last = [];
    private long _requests;

    public LateEvents? Rule
    {
        get;
        set
        {
            field = value;
            _dueSince.Clear();
            _served.UnionWith(_last.Select(row => row.Id));
        }
    }

    /// <summary>The due events that a request sees.</summary>
    public IReadOnlyList<EventRow> Take(IReadOnlyList<EventRow> due)
    {
        _requests++;
        return _last = Rule is { } rule ? [.. due.Where(row => IsShown(row.Id, rule))] : due;
    }

    private bool IsShown(long id, LateEvents rule)
    {
        if (id % rule.Every != 0 || _served.Contains(id))
            return true;

        _dueSince.TryAdd(id, _requests);
        return _requests - _dueSince[id] >= rule.Requests;
    }
}
