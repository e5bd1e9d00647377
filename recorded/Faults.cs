using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Http;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>
/// What goes wrong on purpose. Everything can be switched at any time; chances follow the seed of the options.
/// </summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private readonly int _seed;
    private ActiveFault[] _active = [];
    private int _added;

    internal Faults(Ledger ledger, RecordedPatchworkOptions options)
    {
        _ledger = ledger;
        _time = options.TimeProvider;
        _seed = options.Seed;
    }

    /// <summary>Events that show late; null, the default, for none. Those that were served already stay.</summary>
    public LateEvents? Late
    {
        get
        {
            lock (_ledger.Gate)
                return _ledger.Late;
        }
        set
        {
            lock (_ledger.Gate)
                _ledger.Late = value;
        }
    }

    /// <summary>Events that show before their change does; null, the default, for none.</summary>
    public StaleReads? Stale
    {
        get
        {
            lock (_ledger.Gate)
                return _ledger.Stale;
        }
        set
        {
            lock (_ledger.Gate)
                _ledger.Stale = value;
        }
    }

    /// <summary>Switches a fault on.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="when">Which requests it hits; all unless given.</param>
    /// <returns>What switches it off again, and counts.</returns>
    public ActiveFault Add(Fault fault, When? when = null)
    {
        lock (_gate)
        {
            var active = new ActiveFault(fault, when ?? When.Always, (_seed * 397) + _added++, Remove);
            _active = [.. _active, active];
            return active;
        }
    }

    /// <summary>Switches everything off. Injected events stay.</summary>
    public void Clear()
    {
        lock (_gate)
            _active = [];
        Late = null;
        Stale = null;
    }

    /// <summary>
    /// Adds an event that one made up. It changes no resource and is visible at once, at any moment of the recording.
    /// </summary>
    /// <param name="event"> What <c>/api/events/</c> shows; URLs that start with <c>http://patchwork.example.org</c>
    /// become the server's own. Without an <c>id</c> it gets the next, without a <c>date</c> that of now. </param>
    /// <returns>Its id.</returns>
    public long Inject(JsonObject @event)
    {
        lock (_ledger.Gate)
        {
            var whole = new JsonObject
            {
                ["id"] = @event["id"]?.DeepClone() ?? _ledger.NextEventId,
                ["date"] = @event["date"]?.DeepClone() ?? Dates.Format(_time.GetUtcNow().UtcDateTime),
            };
            foreach (var (name, value) in @event)
                whole[name] = value?.DeepClone();
            var item = new EventItem(Encoding.UTF8.GetBytes(whole.ToJsonString()));
            _ledger.Raise(item);
            return item.Id;
        }
    }

    /// <summary>The faults that hit a request.</summary>
    internal FaultPlan Plan(string target) => new([.. Volatile.Read(ref _active).Where(active => active.Hits(target))]);

    private void Remove(ActiveFault active)
    {
        lock (_gate)
            _active = [.. _active.Where(each => each != active)];
    }
}
