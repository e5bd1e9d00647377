using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>
/// The moment of the recording that a server shows. Resources are in the state after the visible events: those created
/// later do not exist, and states, delegates, checks, relations and counts are of that moment. Writes stay visible at
/// any moment.
/// </summary>
public sealed class TimeTravel
{
    private readonly Ledger _ledger;

    internal TimeTravel(Ledger ledger) => _ledger = ledger;

    /// <summary>The number of visible recorded events, oldest first; null for all.</summary>
    public int? VisibleEvents
    {
        get
        {
            lock (_ledger.Gate)
                return _ledger.Visible;
        }
        set
        {
            lock (_ledger.Gate)
                _ledger.Visible = value;
        }
    }

    /// <summary>
    /// The date of the newest visible recorded event, in Patchwork's format (no offset); null if there is none.
    /// </summary>
    public string? NewestVisibleDate
    {
        get
        {
            lock (_ledger.Gate)
                return _ledger.VisibleCount == 0 ? null : _ledger.Recording.Events[_ledger.VisibleCount - 1].DateText;
        }
    }

    /// <summary>Makes further recorded events visible, up to the last.</summary>
    /// <param name="events">The number of events; a negative one hides the newest.</param>
    public void Advance(int events = 1)
    {
        lock (_ledger.Gate)
            _ledger.Visible = Math.Max(0, _ledger.VisibleCount + events);
    }
}
