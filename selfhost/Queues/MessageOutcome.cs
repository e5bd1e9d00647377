using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Queues;

/// <summary>
/// Settles a message after its function has run: deletes it, retries it later, or moves it to the poison queue.
/// </summary>
internal sealed partial class MessageOutcome(
    QueueClient queue,
    QueueClient poison,
    QueueTriggerOptions options,
    ILogger log
)
{
    /// <summary>The function succeeded: the message is deleted.</summary>
    public Task DoneAsync(QueueMessage message, string receipt) =>
        UnlessGoneAsync(() => queue.DeleteMessageAsync(message.MessageId, receipt));

    /// <summary>
    /// The function failed: the message is retried later, or moved to the poison queue after the last attempt.
    /// </summary>
    public Task FailedAsync(QueueMessage message, string receipt) =>
        message.DequeueCount >= options.MaxDequeueCount
            ? SetAsideAsync(message, receipt)
            : PutBackAsync(message, receipt, options.Retry);

    /// <summary>Returns the message to the queue unprocessed.</summary>
    public Task PutBackAsync(QueueMessage message, string receipt, TimeSpan hidden) =>
        UnlessGoneAsync(() => queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: hidden));

    /// <summary>Moves the message unchanged to the poison queue.</summary>
    public async Task SetAsideAsync(QueueMessage message, string receipt)
    {
        Log.SetAside(log, message.MessageId, queue.Name, message.DequeueCount, poison.Name);
        try
        {
            await SendAsync(message);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await poison.CreateIfNotExistsAsync();
            await SendAsync(message);
        }

        await DoneAsync(message, receipt);
    }

    private Task SendAsync(QueueMessage message) =>
        poison.SendMessageAsync(message.MessageText, timeToLive: TimeSpan.FromSeconds(-1));

    private async Task UnlessGoneAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (RequestFailedException exception)
            when (exception.ErrorCode == QueueErrorCode.MessageNotFound
                || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch
            )
        {
            // The lease expired, and another instance has received or deleted the message.
            Log.Gone(log, queue.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Message {Id} of {Queue} goes to {Poison} after {Count} attempts.")]
        public static partial void SetAside(ILogger logger, string id, string queue, long count, string poison);

        [LoggerMessage(LogLevel.Debug, "A message of {Queue} had been received by another instance.")]
        public static partial void Gone(ILogger logger, string queue);
    }
}
