using Azure.Data.Tables;
using Hookwork.Archive.Events;
using Hookwork.Input;

namespace Hookwork.Ingest.Status;

/// <summary>The number of events with each status, and those that failed.</summary>
public sealed class EventTally
{
    /// <summary>Two days: events may carry dates of a time zone that is ahead.</summary>
    private const int KeptHours = 48;

    private readonly Dictionary<string, long> _statuses = new(StringComparer.Ordinal)
    {
        [EventStatus.Done] = 0,
        [EventStatus.Pending] = 0,
        [EventStatus.Failed] = 0,
        [EventStatus.Gone] = 0,
    };

    private readonly List<StatusReport.Failure> _failures = [];

    private readonly Dictionary<string, long> _hours = new(StringComparer.Ordinal);

    /// <summary>The last partition counted.</summary>
    public string? Until { get; init; }

    /// <summary>The number of events by status.</summary>
    public IReadOnlyDictionary<string, long> Statuses => _statuses;

    /// <summary>The events that failed, oldest first.</summary>
    public IReadOnlyList<StatusReport.Failure> Failures => _failures;

    /// <summary>The number of events in each hour of the last days, by the beginning of the date.</summary>
    public IReadOnlyDictionary<string, long> Hours => _hours;

    /// <summary>Adds counts.</summary>
    public static EventTally Sum(params IReadOnlyList<EventTally?> counts)
    {
        var sum = new EventTally { Until = counts is [.., var last] ? last?.Until : null };
        foreach (var count in counts)
        {
            foreach (var (status, number) in count?._statuses ?? [])
                sum._statuses[status] = sum._statuses.GetValueOrDefault(status) + number;
            sum._failures.AddRange(count?._failures ?? []);
            foreach (var (hour, number) in count?._hours ?? [])
                sum._hours[hour] = sum._hours.GetValueOrDefault(hour) + number;
        }
        foreach (var old in sum._hours.Keys.OrderDescending(StringComparer.Ordinal).Skip(KeptHours))
            sum._hours.Remove(old);
        return sum;
    }

    /// <summary>Counts the row of an event.</summary>
    public void Add(TableEntity row)
    {
        var status = EventOutcome.StatusOf(row);
        _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
        if (row.GetString("Date") is { Length: >= DayOfEvents.HourLength } date)
            _hours[date[..DayOfEvents.HourLength]] = _hours.GetValueOrDefault(date[..DayOfEvents.HourLength]) + 1;
        if (status == EventStatus.Failed)
            _failures.Add(
                new StatusReport.Failure(NameOf(row), row.GetInt32("Attempts") ?? 0, row.GetString("Reason"))
            );
    }

    /// <summary>An event with its date, since one that failed stays so, even if its resource was fetched later.</summary>
    private static string NameOf(TableEntity row)
    {
        var date = row.GetString("Date") is { Length: > 0 } said ? $", {Printable.Escape(said)}" : "";
        return $"event {long.Parse(row.RowKey)} ({row.GetString("Category")}{date})";
    }
}
