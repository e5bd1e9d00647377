using System.Text.Json;
using Azure;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Ingest;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Microsoft.Extensions.Logging;

namespace Hookwork.Api.Writing;

/// <summary>
/// Forwards a write to the server and refreshes the archive before it answers, so callers read their own writes.
/// </summary>
public sealed partial class Writes(
    PatchworkWriter writer,
    Upstream upstream,
    UpstreamSlots slots,
    Refresher refresher,
    RefreshQueue queue,
    ResourceStore resources,
    Catalogs catalogs,
    TimeProvider time,
    ILogger<Writes> logger
)
{
    /// <summary>How long the answer waits for the refresh before that is queued.</summary>
    public static readonly TimeSpan LongestRefresh = TimeSpan.FromSeconds(10);

    /// <summary>How long the refresh after an unknown outcome waits for a server that is down.</summary>
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromHours(1);

    /// <summary>
    /// Forwards a write to a patch or cover letter once. Returns the server's answer even if the refresh fails. If the
    /// server does not answer, the refresh is queued, since it may have made the change.
    /// </summary>
    /// <param name="parts">The parts of the resource that the write may change.</param>
    /// <exception cref="UpstreamException">The server did not answer.</exception>
    public async Task<WriteAnswer> ForwardAsync(
        WriteRequest request,
        ResourceKind kind,
        long id,
        Part parts,
        CancellationToken cancellationToken
    )
    {
        var before = await JsonAsync(kind, id, cancellationToken);
        try
        {
            var answer = await ForwardAsync(
                request,
                async success =>
                {
                    if ((ProjectIn(before) ?? ProjectIn(success.Body)) is { } project)
                        await RefreshAsync(
                            new RefreshItem(kind, id, project) { Parts = parts, AsOf = time.GetUtcNow() },
                            RelatedIn(before)
                        );
                },
                cancellationToken
            );
            // A proxy answers with one of these if the server did not answer it in time.
            if (answer.Status is 502 or 504)
                await DoubtAsync();
            return answer;
        }
        catch (UpstreamUnavailableException)
        {
            await DoubtAsync();
            throw;
        }

        async Task DoubtAsync()
        {
            // Without credentials, the server changes nothing.
            if (request.Authorization is { Length: > 0 } && ProjectIn(before) is { } project)
                await QueueAsync([
                    new RefreshItem(kind, id, project)
                    {
                        Parts = parts,
                        AsOf = time.GetUtcNow(),
                        Until = time.GetUtcNow() + LongestDoubt,
                    },
                ]);
        }
    }

    /// <summary>Forwards a write once. It can be cancelled until it is sent.</summary>
    /// <param name="refresh">
    /// What follows a success. It cannot be cancelled: the server has made the change, even if the caller has
    /// disconnected.
    /// </param>
    /// <exception cref="UpstreamException">The server did not answer.</exception>
    public async Task<WriteAnswer> ForwardAsync(
        WriteRequest request,
        Func<WriteAnswer, Task> refresh,
        CancellationToken cancellationToken
    )
    {
        WriteAnswer answer;
        // The server may make the change even if nobody waits for its answer.
        await using (await slots.TakeAsync(cancellationToken))
            answer = await writer.SendAsync(request, CancellationToken.None);
        if (answer.IsSuccess)
            await refresh(answer);
        return answer;
    }

    /// <summary>Refreshes a resource and the patches whose relation changed with it.</summary>
    /// <param name="related">The patches that were related to it before.</param>
    private async Task RefreshAsync(RefreshItem item, IReadOnlyList<long> related)
    {
        using var limit = new CancellationTokenSource(LongestRefresh);
        IReadOnlyList<RefreshItem> items = [item];
        try
        {
            // The server takes writes to projects that are not archived, too.
            if (!(await upstream.ProjectsAsync(limit.Token)).Contains(item.Project))
                return;
            await RunAsync(items, limit.Token);
            items = await RegroupedAsync(item, related, limit.Token);
            if (items.Count > 0)
                await RunAsync(items, limit.Token);
            foreach (var project in items.Append(item).Select(each => each.Project).Distinct())
                await catalogs.RenewAsync(project, limit.Token);
        }
        // Whatever fails, the server has made the change, and the caller has to learn that.
        catch (Exception exception)
        {
            Log.Late(logger, item.Kind.Name(), item.Id, exception.Message);
            await QueueAsync(items);
        }
    }

    /// <summary>
    /// Refreshes resources at once, since a caller waits. A queue message would let others take a slot first.
    /// </summary>
    private async Task RunAsync(IReadOnlyList<RefreshItem> items, CancellationToken cancellationToken) =>
        await refresher.RunAsync(
            items,
            await slots.TakeAsync(cancellationToken),
            LongestRefresh,
            atOnce: false,
            cancellationToken
        );

    /// <summary>The patches that joined the patch's relation, left it, or see it change.</summary>
    private async Task<IReadOnlyList<RefreshItem>> RegroupedAsync(
        RefreshItem item,
        IReadOnlyList<long> before,
        CancellationToken cancellationToken
    )
    {
        var after = RelatedIn(await resources.JsonAsync(item.Kind, item.Id, cancellationToken));
        if (before.ToHashSet().SetEquals(after))
            return [];
        var rows = await resources.RowsAsync(ResourceKind.Patch, [.. before.Union(after)], cancellationToken);
        return
        [
            .. rows.Where(row => !row.Value.IsGone)
                .Select(row => item with { Id = row.Key, Project = row.Value.Project, Parts = Part.Detail }),
        ];
    }

    private async Task QueueAsync(IReadOnlyList<RefreshItem> items)
    {
        try
        {
            await queue.SendAsync(items, TimeSpan.Zero, CancellationToken.None);
        }
        // Its event, or the next reconciliation, refreshes it.
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            Log.Unqueued(logger, items[0].Kind.Name(), items[0].Id, exception.Message);
        }
    }

    /// <summary>The archived resource; null if the archive lacks it or cannot be read, which stops no write.</summary>
    private async Task<byte[]?> JsonAsync(ResourceKind kind, long id, CancellationToken cancellationToken)
    {
        try
        {
            return await resources.JsonAsync(kind, id, cancellationToken);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            Log.Unread(logger, kind.Name(), id, exception.Message);
            return null;
        }
    }

    /// <summary>
    /// The project of a resource; null if the JSON does not have it. Its event then refreshes the resource.
    /// </summary>
    private static long? ProjectIn(byte[]? json) => Read(json, root => root.Field("project")?.Id());

    private static IReadOnlyList<long> RelatedIn(byte[]? json) =>
        Read<IReadOnlyList<long>>(
            json,
            root =>
                root.TryGetProperty("related", out var related) && related.ValueKind == JsonValueKind.Array
                    ? [.. related.EnumerateArray().Select(JsonFields.Id).OfType<long>()]
                    : []
        ) ?? [];

    /// <summary>The id of the resource that an answer shows; null if it shows none.</summary>
    internal static long? IdIn(byte[] json) => Read(json, JsonFields.Id);

    private static T? Read<T>(byte[]? json, Func<JsonElement, T?> read)
    {
        // A browser's form is answered with a page.
        using var document = JsonFields.Parse(json ?? []);
        return document is { RootElement: { ValueKind: JsonValueKind.Object } root } ? read(root) : default;
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The write to {Kind} {Id} succeeded, but its refresh failed and is queued: {Reason}"
        )]
        public static partial void Late(ILogger logger, string kind, long id, string reason);

        [LoggerMessage(LogLevel.Error, "The refresh after a write to {Kind} {Id} could not be queued: {Reason}")]
        public static partial void Unqueued(ILogger logger, string kind, long id, string reason);

        [LoggerMessage(LogLevel.Warning, "The archive's {Kind} {Id} cannot be read before a write: {Reason}")]
        public static partial void Unread(ILogger logger, string kind, long id, string reason);
    }
}
