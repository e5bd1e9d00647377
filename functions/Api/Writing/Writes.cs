using System.Text.Json;
using Azure;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Ingest;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Api.Writing;

/// <summary>
/// Forwards a write to the server and refreshes the archive before it answers, so callers read their own writes.
/// </summary>
public sealed partial class Writes(
    PatchworkWriter writer,
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
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromSeconds(10);

    /// <summary>Forwards a write once. Returns the server's answer even if the refresh fails.</summary>
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
        WriteAnswer answer;
        await using (await slots.TakeAsync(cancellationToken))
            answer = await writer.SendAsync(request, cancellationToken);
        // The server has made the change, even if the caller has disconnected.
        if (answer.IsSuccess && await ProjectAsync(kind, id, answer, CancellationToken.None) is { } project)
            await RefreshAsync(
                new RefreshItem(kind, id, project) { Parts = parts, AsOf = time.GetUtcNow() },
                CancellationToken.None
            );
        return answer;
    }

    private async Task RefreshAsync(RefreshItem item, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestRefresh);
        try
        {
            await refresher.RunAsync([item], limit.Token);
            await catalogs.RenewAsync(item.Project, limit.Token);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or RequestFailedException or AggregateException)
        {
            Log.Late(logger, item.Kind.Name(), item.Id, exception.Message);
            await QueueAsync(item, cancellationToken);
        }
    }

    private async Task QueueAsync(RefreshItem item, CancellationToken cancellationToken)
    {
        try
        {
            await queue.SendAsync([item], TimeSpan.Zero, cancellationToken);
        }
        // Its event, or the next reconciliation, refreshes it.
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            Log.Unqueued(logger, item.Kind.Name(), item.Id, exception.Message);
        }
    }

    /// <summary>
    /// The project of a resource, from the archive or the answer; null if neither has it. The event then refreshes it.
    /// </summary>
    private async Task<long?> ProjectAsync(
        ResourceKind kind,
        long id,
        WriteAnswer answer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await resources.JsonAsync(kind, id, cancellationToken) is { } json ? ProjectIn(json) : null)
                ?? ProjectIn(answer.Body);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            Log.Unqueued(logger, kind.Name(), id, exception.Message);
            return null;
        }
    }

    private static long? ProjectIn(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("project", out var project)
                && project.ValueKind == JsonValueKind.Object
                && project.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.Number
                && id.TryGetInt64(out var number)
                ? number
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The write to {Kind} {Id} is done, its refresh is queued: {Reason}"
        )]
        public static partial void Late(ILogger logger, string kind, long id, string reason);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The write to {Kind} {Id} is done, its refresh could not be queued: {Reason}"
        )]
        public static partial void Unqueued(ILogger logger, string kind, long id, string reason);
    }
}
