using System.Text.Json.Serialization;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// A resource to fetch, and the events that asked for it, if any. Small, so that 32 fit into a queue message.
/// </summary>
public sealed record RefreshItem(ResourceKind Kind, long Id, long Project)
{
    /// <summary>The events that wait for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<EventReference> Events { get; init; } = [];

    /// <summary>What to fetch beyond what the events ask for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Part Parts { get; init; }

    /// <summary>How recent <see cref="Parts"/> must be: parts fetched since then are not fetched again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset AsOf { get; init; }

    /// <summary>Whether a list of the server lacks it. If the server does not have it either, it is gone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Missing { get; init; }

    /// <summary>
    /// Until when it waits for the server: walks have asked for it again by then. The default is for ever.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset Until { get; init; }

    /// <summary>The trace of the first request for it; null without tracing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    /// <summary>How often it failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    /// <summary>Why it was given up; null if it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>How often it was postponed because the server could not be reached.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Waits { get; init; }

    /// <summary>How often it was fetched before its events' change was visible.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Early { get; init; }

    /// <summary>
    /// Whether it still waits for the server at a time. Walks ask for the same resources again and again. If all of
    /// these waited, they would fill the queue and stop every walk.
    /// </summary>
    public bool WaitsAt(DateTimeOffset now) => Until == default || Until > now;

    /// <summary>Merges other items of the same resource into this one.</summary>
    public RefreshItem With(params IReadOnlyList<RefreshItem> others) =>
        this with
        {
            Events =
            [
                .. Events
                    .Concat(others.SelectMany(other => other.Events))
                    .DistinctBy(item => item.Id)
                    .OrderBy(item => item.Id),
            ],
            Parts = others.Aggregate(Parts, (parts, other) => parts | other.Parts),
            AsOf = others.Select(other => other.AsOf).Append(AsOf).Max(),
            Missing = Missing || others.Any(other => other.Missing),
            Until =
                Until == default || others.Any(other => other.Until == default)
                    ? default
                    : others.Select(other => other.Until).Append(Until).Max(),
            Traceparent =
                Traceparent ?? others.Select(other => other.Traceparent).FirstOrDefault(trace => trace is not null),
        };

    /// <summary>
    /// Merges the items of the same resource. Those of a patch that was moved stay apart: an event belongs to the project
    /// that the patch had then. A series comes after the patches that its newest event follows, since pollers that read
    /// a complete series fetch its patches at once.
    /// </summary>
    public static IEnumerable<RefreshItem> Join(IEnumerable<RefreshItem> items) =>
        items
            .GroupBy(item => (item.Kind, item.Id, item.Project))
            .Select(same => same.First().With([.. same.Skip(1)]))
            .OrderBy(Turn);

    /// <summary>The id of the event by which an item is ordered. An item without events comes last.</summary>
    private static long Turn(RefreshItem item) =>
        item.Events.Count == 0 ? long.MaxValue
        : item.Kind == ResourceKind.Series ? item.Events[^1].Id
        : item.Events[0].Id;
}
