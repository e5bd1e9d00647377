using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Hookwork.Input;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Queues;

/// <summary>Renews a message's visibility timeout while it is processed.</summary>
internal sealed partial class MessageLease
{
    private readonly QueueClient _queue;
    private readonly string _id;
    private readonly TimeSpan _length;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;
    private string _receipt;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan length, ILogger log)
    {
        _queue = queue;
        _id = message.MessageId;
        _receipt = message.PopReceipt;
        _length = length;
        _log = log;
        _renewing = RenewAsync();
    }

    /// <summary>Stops renewing.</summary>
    /// <returns>The current pop receipt.</returns>
    public async Task<string> EndAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        _done.Dispose();
        return _receipt;
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(_length / 3, _done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_done.IsCancellationRequested)
                return;
            try
            {
                // Not cancelled when the work ends: the new receipt would be lost.
                _receipt = (
                    await _queue.UpdateMessageAsync(
                        _id,
                        _receipt,
                        visibilityTimeout: _length,
                        cancellationToken: CancellationToken.None
                    )
                )
                    .Value
                    .PopReceipt;
            }
            catch (RequestFailedException exception) when (exception.Status is 400 or 404)
            {
                Log.Lost(_log, _queue.Name, _id);
                return;
            }
            catch (Exception exception)
            {
                // The next renewal may still succeed in time.
                Log.Unrenewed(_log, _queue.Name, _id, Printable.FirstLine(exception));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "Message {Id} of {Queue} was received by another instance, or deleted, while it was processed."
        )]
        public static partial void Lost(ILogger logger, string queue, string id);

        [LoggerMessage(LogLevel.Debug, "The lease of message {Id} of {Queue} could not be renewed: {Reason}")]
        public static partial void Unrenewed(ILogger logger, string queue, string id, string reason);
    }
}
