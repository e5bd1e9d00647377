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

    /// <summary>Records the first step.</summary>
    public Task BeginAsync(WakeMessage first, CancellationToken cancellationToken) =>
        storage.Outbox.UpsertEntityAsync(Write(first, 0), TableUpdateMode.Replace, cancellationToken);

    /// <summary>The version of the row of a step; null if the step is not the next one of its replay.</summary>
    public async Task<ETag?> FindAsync(ReplayStep step, CancellationToken cancellationToken)
    {
        var row = await storage.Outbox.FindAsync(Partition, step.Id!, cancellationToken);
        return row is not null && NextOf(row)?.Replay == step ? row.ETag : null;
    }

    /// <summary>Records the next step after one that was run, or that one again if its message was lost.</summary>
    /// <param name="sweeps">How often its message was lost so far.</param>
    /// <param name="version">The version of the row of the step that was run or lost.</param>
    /// <returns>False if another instance ran that step, too.</returns>
    public async Task<bool> TryMoveAsync(
        WakeMessage next,
        int sweeps,
        ETag version,
        CancellationToken cancellationToken
    ) => await storage.Outbox.TryReplaceAsync(Write(next, sweeps), version, cancellationToken) is not null;

    /// <summary>Forgets a replay.</summary>
    public Task EndAsync(ReplayStep last, CancellationToken cancellationToken) =>
        storage.Outbox.DeleteEntityAsync(Partition, last.Id!, ETag.All, cancellationToken);

    /// <summary>
    /// A step, how often its message was lost, when it was recorded, and the version of its row; null if the row is not
    /// one of a replay.
    /// </summary>
    public static (WakeMessage Next, int Sweeps, DateTimeOffset At, ETag Version)? Read(TableEntity row) =>
        row.PartitionKey == Partition && NextOf(row) is { } next
            ? (next, row.GetInt32(Sweeps) ?? 0, row.Timestamp!.Value, row.ETag)
            : null;

    private static TableEntity Write(WakeMessage next, int sweeps) =>
        new(Partition, next.Replay!.Id!)
        {
            [Message] = JsonSerializer.Serialize(next, WebhookJson.Default.WakeMessage),
            [Sweeps] = sweeps,
        };

    private static WakeMessage? NextOf(TableEntity row) => WebhookQueue.ReadWake(row.GetString(Message)!);
}
