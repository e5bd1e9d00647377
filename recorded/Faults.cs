using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Http;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>
/// The faults of a server. They can be changed at any time; probabilities use the seed of the options.
/// </summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private readonly int _seed;
    private ActiveFault[] _active = [];
    private int _added;

    internal Faults(Ledger ledger, TimeProvider time, int seed) => (_ledger, _time, _seed) = (ledger, time, seed);

    /// <summary>
    /// Events that become visible late; null, the default, for none. Events already served stay visible.
    /// </summary>
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

    /// <summary>Events that become visible before their change; null, the default, for none.</summary>
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

    /// <summary>Activates a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="when">The requests that it hits; by default all.</param>
    /// <returns>The active fault, which counts its hits.</returns>
    public ActiveFault Add(Fault fault, When? when = null)
    {
        lock (_gate)
        {
            var active = new ActiveFault(fault, when ?? When.Always, (_seed * 397) + _added++, Remove);
            _active = [.. _active, active];
            return active;
        }
    }

    /// <summary>Deactivates all faults. Injected events stay.</summary>
    public void Clear()
    {
        lock (_gate)
            _active = [];
        Late = null;
        Stale = null;
    }

    /// <summary>Adds a made-up event. It changes no resource and is visible at any moment of the recording.</summary>
    /// <param name="event">The event as <c>/api/events/</c> shows it. URLs that start with
    /// <c>http://patchwork.example.org</c> get the server's own address. A missing <c>id</c> is the next one, a missing
    /// <c>date</c> the current one.</param>
    /// <returns>Its id.</returns>
    public long Inject(JsonObject @event)
    {
        lock (_ledger.Gate)
        {
            var whole = new JsonObject
            {
                ["id"] = @event["id"]?.DeepClone() ?? _ledger.NextEventId,
                ["date"] = @event["date"]?.DeepClone() ?? Dates.Format(_time.GetLocalNow().DateTime),
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
