using System.Text.Json.Serialization;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// A resource to fetch, and the events that asked for it, perhaps none. Small, so that 32 fit into a queue message.
/// </summary>
public sealed record RefreshItem(ResourceKind Kind, long Id, long Project)
{
    /// <summary>Who waits for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<EventReference> Events { get; init; } = [];

    /// <summary>What to fetch beyond what the events ask for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Part Parts { get; init; }

    /// <summary>How recent <see cref="Parts"/> must be: what was fetched since then is not fetched again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset AsOf { get; init; }

    /// <summary>Whether a list of the server lacks it: if the server has it no more, it is gone for good.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Missing { get; init; }

    /// <summary>The trace that it belongs to, of the first who asked; null where nobody traces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    /// <summary>How often it failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    /// <summary>How often it was put off because the server could not be reached.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Waits { get; init; }

    /// <summary>How often it was fetched before its events' change was visible.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Early { get; init; }

    /// <summary>One item that asks for what it and all others ask for.</summary>
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
            Traceparent =
                Traceparent ?? others.Select(other => other.Traceparent).FirstOrDefault(trace => trace is not null),
        };

    /// <summary>Joins the items of the same resource.</summary>
    public static IEnumerable<RefreshItem> Join(IEnumerable<RefreshItem> items) =>
        items.GroupBy(item => (item.Kind, item.Id)).Select(same => same.First().With([.. same.Skip(1)]));
}
