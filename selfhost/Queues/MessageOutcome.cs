using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Queues;

/// <summary>
/// What becomes of a message once its function has run: deleted, tried again later, or set aside in the poison queue.
/// </summary>
internal sealed partial class MessageOutcome(
    QueueClient queue,
    QueueClient poison,
    QueueTriggerOptions options,
    ILogger log
)
{
    /// <summary>The message was worked through.</summary>
    public Task DoneAsync(QueueMessage message, string receipt) =>
        UnlessGoneAsync(() => queue.DeleteMessageAsync(message.MessageId, receipt));

    /// <summary>The function failed: the message is tried again later, or was tried often enough.</summary>
    public Task FailedAsync(QueueMessage message, string receipt) =>
        message.DequeueCount >= options.MaxDequeueCount
            ? SetAsideAsync(message, receipt)
            : PutBackAsync(message, receipt, options.Retry);

    /// <summary>The message is given back unworked.</summary>
    public Task PutBackAsync(QueueMessage message, string receipt, TimeSpan hidden) =>
        UnlessGoneAsync(() => queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: hidden));

    /// <summary>Moves the message into the poison queue as it is.</summary>
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
            // Its lease ran out, and somebody else has it or is done with it.
            Log.Gone(log, queue.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Message {Id} of {Queue} goes to {Poison} after {Count} attempts.")]
        public static partial void SetAside(ILogger logger, string id, string queue, long count, string poison);

        [LoggerMessage(LogLevel.Debug, "A message of {Queue} had been taken by somebody else.")]
        public static partial void Gone(ILogger logger, string queue);
    }
}
