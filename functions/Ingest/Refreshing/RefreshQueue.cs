using System.Text;
using System.Text.Json;
using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Telemetry;

namespace Hookwork.Ingest.Refreshing;

/// <summary>Sends resources to fetch to the Refresh function.</summary>
public sealed class RefreshQueue(ArchiveStorage storage, EventLog log, TimeProvider time)
{
    /// <summary>The most items in a message.</summary>
    public const int MostItems = 32;

    /// <summary>The most messages that Storage shows at a time.</summary>
    public const int MostPeeked = 32;

    /// <summary>
    /// How many messages the items of one page are split into, so that they are processed in parallel.
    /// </summary>
    private const int Spread = 4;

    /// <summary>Queues items, many to a message.</summary>
    /// <param name="delay">How long they stay invisible.</param>
    public async Task SendAsync(
        IReadOnlyCollection<RefreshItem> items,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp((items.Count + Spread - 1) / Spread, 8, MostItems);
        var traceparent = HookworkTraces.Traceparent;
        var traced = traceparent is null
            ? items
            : items.Select(item => item.Traceparent is null ? item with { Traceparent = traceparent } : item);
        await Task.WhenAll(
            traced
                .Chunk(size)
                .SelectMany(Messages)
                .Select(message => storage.Refresh.SendAsync(message, delay, cancellationToken))
        );
    }

    /// <summary>Queues items that wait for the server. The sweep does not take their hidden message for lost.</summary>
    public async Task WaitAsync(
        IReadOnlyCollection<RefreshItem> items,
        TimeSpan wait,
        CancellationToken cancellationToken
    )
    {
        await SendAsync(items, wait, cancellationToken);
        await log.QueuedAsync(
            items.SelectMany(item => item.Events, (item, e) => (item.Project, e.Id)).Distinct(),
            time.GetUtcNow() + wait,
            cancellationToken
        );
    }

    /// <summary>Dead-letters an item that was given up.</summary>
    public async Task GiveUpAsync(RefreshItem item, CancellationToken cancellationToken)
    {
        // A walk asks for it again every twelve minutes. With one message for each resource, others can be seen among
        // those that Storage shows.
        if (item.Events.Count == 0 && await AreGivenUpAsync([item], cancellationToken))
            return;
        await Task.WhenAll(
            Messages([item])
                .Select(message => storage.RefreshPoison.SendAsync(message, TimeSpan.Zero, cancellationToken))
        );
    }

    /// <summary>Whether all of these resources were given up, as far as the oldest dead letters say.</summary>
    public async Task<bool> AreGivenUpAsync(IReadOnlyList<RefreshItem> items, CancellationToken cancellationToken)
    {
        var letters = (await storage.RefreshPoison.PeekMessagesAsync(MostPeeked, cancellationToken)).Value;
        var givenUp = letters
            .SelectMany(message => Read(message.Body.ToString()) ?? [])
            .Select(item => (item.Kind, item.Id))
            .ToHashSet();
        return items.All(item => givenUp.Contains((item.Kind, item.Id)));
    }

    /// <summary>Reads a message; null if it is malformed.</summary>
    public static IReadOnlyList<RefreshItem>? Read(string message) =>
        QueueMessages.Read(message, IngestJson.Default.RefreshItemArray) is { } items
        && !Array.Exists(items, item => item is null)
            ? items
            : null;

    /// <summary>Serializes an item for the list of unfinished events.</summary>
    public static string Write(RefreshItem item) => JsonSerializer.Serialize(item, IngestJson.Default.RefreshItem);

    /// <summary>The reverse of <see cref="Write"/>.</summary>
    public static RefreshItem ReadItem(string item) =>
        JsonSerializer.Deserialize(item, IngestJson.Default.RefreshItem)!;

    /// <summary>Splits the items where hundreds of events ask for the same few resources.</summary>
    private static IEnumerable<string> Messages(RefreshItem[] items)
    {
        var text = Text(items);
        if (Encoding.UTF8.GetByteCount(text) <= QueueMessages.MostBytes || items is [{ Events.Count: <= 1 }])
            return [text];
        if (items.Length > 1)
            return [.. Messages(items[..(items.Length / 2)]), .. Messages(items[(items.Length / 2)..])];

        var events = items[0].Events;
        return
        [
            .. Messages([items[0] with { Events = [.. events.Take(events.Count / 2)] }]),
            .. Messages([items[0] with { Events = [.. events.Skip(events.Count / 2)] }]),
        ];
    }

    private static string Text(RefreshItem[] items) =>
        JsonSerializer.Serialize(items, IngestJson.Default.RefreshItemArray);
}
