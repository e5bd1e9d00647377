using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>
/// Which moment of the recording a server shows. Resources are as the visible events left them: what no visible event
/// has brought is not there, and states, delegates, checks, relations and counts are of that moment. What was written
/// to the server stays, at any moment.
/// </summary>
public sealed class TimeTravel
{
    private readonly Ledger _ledger;

    internal TimeTravel(Ledger ledger) => _ledger = ledger;

    /// <summary>How many events were recorded.</summary>
    public int RecordedEvents => _ledger.RecordedCount;

    /// <summary>How many of the recorded events are visible, oldest first; null for all.</summary>
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
    /// The date of the newest visible recorded event, as Patchwork writes it (no offset); null if none is visible.
    /// </summary>
    public string? NewestVisibleDate
    {
        get
        {
            lock (_ledger.Gate)
                return _ledger.VisibleCount == 0 ? null : _ledger.Recording.Events[_ledger.VisibleCount - 1].DateText;
        }
    }

    /// <summary>Shows the next recorded events, as many as there are.</summary>
    /// <param name="events">How many; a negative number hides the newest.</param>
    public void Advance(int events = 1)
    {
        lock (_ledger.Gate)
            _ledger.Visible = Math.Max(0, _ledger.VisibleCount + events);
    }
}
