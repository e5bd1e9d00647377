namespace Hookwork.Recorded.Resources;

/// <summary>
/// The state of a server: its resources, its events, and the number of visible recorded events. <see cref="Gate"/>
/// guards it; responses are made under it and sent outside it.
/// </summary>
internal sealed class Ledger
{
    private readonly List<(int Position, Action<World> Edit)> _edits = [];
    private readonly List<EventRow> _recorded;
    private readonly List<EventRow> _raised = [];
    private readonly HashSet<long> _forgotten = [];
    private readonly World _present;
    private readonly Lateness _lateness = new();
    private readonly Dictionary<string, int> _staleReads = [];
    private World? _past;
    private int? _visible;

    /// <summary>The server's sequence was one beyond its newest check.</summary>
    private long _nextCheckId;
    private long _lastBundleId;
    private long _nextCommentId;

    public Ledger(Recording recording)
    {
        Recording = recording;
        _recorded = [.. recording.Events.Select(item => new EventRow(item))];
        _nextCheckId = recording.Checks.Values.SelectMany(checks => checks).Max(check => check.Id) + 2;
        _nextCommentId = recording.Comments.Max(comment => comment.Id) + 1;
        World = _present = new World(recording);
        _present.MoveTo(_recorded.Count);
    }

    public Lock Gate { get; } = new();

    public Recording Recording { get; }

    /// <summary>The resources as the current request sees them.</summary>
    public World World { get; private set; }

    /// <summary>The number of visible recorded events; null for all.</summary>
    public int? Visible
    {
        get => _visible;
        set
        {
            _visible = value is { } count && count < _recorded.Count ? Math.Max(0, count) : null;
            _staleReads.Clear();
            Settle(_present, VisibleCount);
        }
    }

    public int VisibleCount => _visible ?? _recorded.Count;

    public long NextEventId => Math.Max(_recorded[^1].Id, _raised.Count == 0 ? 0 : _raised.Max(row => row.Id)) + 1;

    public LateEvents? Late
    {
        get => _lateness.Rule;
        set => _lateness.Rule = value;
    }

    public StaleReads? Stale
    {
        get;
        set
        {
            field = value;
            _staleReads.Clear();
        }
    }

    /// <summary>Selects the resources that a request sees.</summary>
    /// <param name="path">The path that is read; null for a write, which sees the present.</param>
    public void Turn(string? path)
    {
        World = _present;
        if (path is null || Stale is not { } stale)
            return;

        var reads = _staleReads.GetValueOrDefault(path);
        if (reads >= stale.Reads)
            return;

        _staleReads[path] = reads + 1;
        if (_past is null)
        {
            _past = new World(Recording);
            _edits.ForEach(edit => edit.Edit(_past));
        }

        Settle(_past, Math.Max(0, VisibleCount - stale.Events));
        World = _past;
    }

    /// <summary>The visible events for one request, oldest first: recorded ones, then those raised by writes.</summary>
    public IReadOnlyList<EventRow> TakeEvents() =>
        _lateness.Take(
            _visible is null && _raised.Count == 0 && _forgotten.Count == 0
                ? _recorded
                : [.. _recorded.Take(VisibleCount).Concat(_raised).Where(row => !_forgotten.Contains(row.Id))]
        );

    /// <summary>Deletes events.</summary>
    public void Forget(Func<EventItem, bool> isForgotten) =>
        _forgotten.UnionWith(_recorded.Concat(_raised).Where(row => isForgotten(row.Item)).Select(row => row.Id));

    public long TakeCheckId() => _nextCheckId++;

    public long TakeCommentId() => _nextCommentId++;

    public long TakeBundleId() => ++_lastBundleId;

    /// <summary>The ids of users who may not log in.</summary>
    public HashSet<long> Inactive { get; } = [];

    /// <summary>The user of an API token; null if it is unknown.</summary>
    public ItemRow? UserOf(string token) =>
        World.Users.Values.FirstOrDefault(user => user.Item.Name + "-token" == token);

    /// <summary>Makes an unrecorded change, which survives going back in time.</summary>
    public void Edit(Action<World> edit)
    {
        _edits.Add((VisibleCount, edit));
        edit(_present);
        if (_past is not null)
            edit(_past);
    }

    /// <summary>Adds an event that is visible at once.</summary>
    public void Raise(EventItem item) => _raised.Add(new EventRow(item));

    /// <summary>Moves a world to a number of recorded events and reapplies written changes.</summary>
    private void Settle(World world, int position)
    {
        if (position < world.Position)
        {
            world.MoveTo(0);
            foreach (var (at, edit) in _edits.OrderBy(edit => edit.Position))
            {
                world.MoveTo(Math.Max(world.Position, Math.Min(at, position)));
                edit(world);
            }
        }

        world.MoveTo(position);
    }
}
