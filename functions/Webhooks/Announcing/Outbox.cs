using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// A row for each message of announcements until it is processed, so that the message of a killed process is found
/// before the runtime shows it again.
/// </summary>
public sealed class Outbox(ArchiveStorage storage)
{
    private const string Partition = "announcements";

    /// <summary>Stores a message.</summary>
    /// <param name="message">The text of the message.</param>
    /// <param name="sweeps">How often the message was lost before.</param>
    public Task PutAsync(string message, int sweeps, CancellationToken cancellationToken) =>
        storage.Outbox.UpsertEntityAsync(
            new TableEntity(Partition, RowKeyOf(message))
            {
                ["Message"] = Encoding.UTF8.GetBytes(message),
                ["Sweeps"] = sweeps,
            },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>Deletes a message that was processed, or that is left to the runtime.</summary>
    public Task DeleteAsync(string message, CancellationToken cancellationToken) =>
        storage.Outbox.DeleteEntityAsync(Partition, RowKeyOf(message), ETag.All, cancellationToken);

    /// <summary>
    /// The rows stored before a time: messages, and steps of replays (<see cref="Upkeep.ReplayProgress"/>).
    /// </summary>
    public async Task<IReadOnlyList<TableEntity>> BeforeAsync(
        DateTimeOffset time,
        CancellationToken cancellationToken
    ) =>
        await storage
            .Outbox.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"Timestamp lt {time}"),
                cancellationToken: cancellationToken
            )
            .ToListAsync(cancellationToken);

    /// <summary>
    /// A message, how often it was lost before, and when it was queued; null if the row is not one of a message.
    /// </summary>
    public static (string Message, int Sweeps, DateTimeOffset At)? Read(TableEntity row) =>
        row.PartitionKey == Partition
            ? (Encoding.UTF8.GetString(row.GetBinary("Message")), row.GetInt32("Sweeps") ?? 0, row.Timestamp!.Value)
            : null;

    private static string RowKeyOf(string message) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)));
}
