namespace Hookwork.Recorded.Resources;

/// <summary>An event of one server.</summary>
internal sealed class EventRow(EventItem item) : Row(Kind.Event, item.Id, item.Json)
{
    public EventItem Item { get; } = item;
}
