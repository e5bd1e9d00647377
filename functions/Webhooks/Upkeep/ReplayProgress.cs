using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>
/// A row for the next step of each replay. If a process is killed, its step is found before the runtime shows its
/// message again. A message whose step is not the next one is a copy.
/// </summary>
public sealed class ReplayProgress(ArchiveStorage storage)
{
    private const string Partition = "replays";
    private const string Message = "Message";
    private const string Sweeps = "Sweeps";

    /// <summary>Records the next step.</summary>
    /// <param name="sweeps">How often its message was lost so far.</param>
    public Task PutAsync(WakeMessage next, int sweeps, CancellationToken cancellationToken) =>
        storage.Outbox.UpsertEntityAsync(Write(next, sweeps), TableUpdateMode.Replace, cancellationToken);

    /// <summary>The version of the row of a step; null if the step is not the next one of its replay.</summary>
    public async Task<ETag?> FindAsync(ReplayStep step, CancellationToken cancellationToken)
    {
        var row = await storage.Outbox.FindAsync(Partition, step.Id!, cancellationToken);
        return row is not null && NextOf(row)?.Replay == step ? row.ETag : null;
    }

    /// <summary>Records the next step after one that was run.</summary>
    /// <param name="version">The version of the row of that one.</param>
    /// <returns>False if another instance ran that one, too.</returns>
    public async Task<bool> TryMoveAsync(WakeMessage next, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Outbox.UpdateEntityAsync(Write(next, 0), version, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 412 or 404)
        {
            return false;
        }
    }

    /// <summary>Forgets a replay.</summary>
    public Task EndAsync(ReplayStep last, CancellationToken cancellationToken) =>
        storage.Outbox.DeleteEntityAsync(Partition, last.Id!, ETag.All, cancellationToken);

    /// <summary>
    /// A step, how often its message was lost, and when it was recorded; null if the row is not one of a replay.
    /// </summary>
    public static (WakeMessage Next, int Sweeps, DateTimeOffset At)? Read(TableEntity row) =>
        row.PartitionKey == Partition && NextOf(row) is { } next
            ? (next, row.GetInt32(Sweeps) ?? 0, row.Timestamp!.Value)
            : null;

    private static TableEntity Write(WakeMessage next, int sweeps) =>
        new(Partition, next.Replay!.Id!)
        {
            [Message] = JsonSerializer.Serialize(next, WebhookJson.Default.WakeMessage),
            [Sweeps] = sweeps,
        };

    private static WakeMessage? NextOf(TableEntity row) => WebhookQueue.ReadWake(row.GetString(Message)!);
}
