using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Hookwork.Input;
using Hookwork.SelfHost.Functions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Queues;

/// <summary>
/// Runs a queue function for each message of its queue, as the runtime does: in batches, with retries and a poison
/// queue.
/// </summary>
internal sealed partial class QueueTrigger : ITrigger
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly TriggeredFunction _function;
    private readonly FunctionInvoker _invoker;
    private readonly QueueClient _queue;
    private readonly QueueTriggerOptions _options;
    private readonly QueueSignals _signals;
    private readonly MessageOutcome _outcome;
    private readonly IServiceProvider _services;
    private readonly ILogger _log;
    private readonly Faults _faults;

    public QueueTrigger(
        TriggeredFunction function,
        string queueName,
        QueueServiceClient service,
        QueueTriggerOptions options,
        QueueSignals signals,
        TimeSpan? timeout,
        IServiceProvider services,
        ILogger log
    )
    {
        _function = function;
        _invoker = new FunctionInvoker(function, typeof(string), timeout);
        _queue = service.GetQueueClient(queueName);
        _options = options;
        _signals = signals;
        _outcome = new MessageOutcome(_queue, service.GetQueueClient(queueName + "-poison"), options, log);
        _services = services;
        _log = log;
        _faults = new Faults($"The queue of {function.Name}", log);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var running = new List<Task>();
        var pause = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            await RoomAsync(running, stopping);
            if (stopping.IsCancellationRequested)
                break;
            var messages = await ReceiveAsync(stopping);
            running.AddRange(messages.Select(message => ProcessAsync(message, aborting)));
            pause = messages.Length > 0 ? TimeSpan.Zero : NextPause(pause);
            if (pause > TimeSpan.Zero)
                await _signals.WaitAsync(_queue.Name, pause, stopping);
        }

        await Task.WhenAll(running);
    }

    /// <summary>Waits until the number of messages in progress allows the next batch.</summary>
    private async Task RoomAsync(List<Task> running, CancellationToken stopping)
    {
        running.RemoveAll(task => task.IsCompleted);
        while (running.Count > _options.NewBatchThreshold && !stopping.IsCancellationRequested)
        {
            Task ended = Task.WhenAny(running).WaitAsync(stopping);
            await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            running.RemoveAll(task => task.IsCompleted);
        }
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            // Not cancelled: messages in the response would stay hidden until their lease expires.
            var messages = (
                await _queue.ReceiveMessagesAsync(_options.BatchSize, _options.Lease, CancellationToken.None)
            ).Value;
            _faults.Worked();
            return messages;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            _faults.Worked();
        }
        catch (Exception exception)
        {
            await _faults.FailedAsync(exception, stopping);
        }

        return [];
    }

    /// <summary>Exponential backoff with jitter while the queue is empty.</summary>
    private TimeSpan NextPause(TimeSpan last)
    {
        var next = last == TimeSpan.Zero ? FirstPause : last * (1.8 + (Random.Shared.NextDouble() * 0.4));
        return next < _options.Polling ? next : _options.Polling;
    }

    private async Task ProcessAsync(QueueMessage message, CancellationToken aborting)
    {
        try
        {
            if (message.DequeueCount > _options.MaxDequeueCount || Decode(message.MessageText) is not { } text)
            {
                await _outcome.SetAsideAsync(message, message.PopReceipt);
                return;
            }

            var lease = new MessageLease(_queue, message, _options.Lease, _log);
            var succeeded = await InvokeAsync(message, text, aborting);
            var receipt = await lease.EndAsync();
            if (succeeded)
                await _outcome.DoneAsync(message, receipt);
            else if (aborting.IsCancellationRequested)
                await _outcome.PutBackAsync(message, receipt, TimeSpan.Zero);
            else
                await _outcome.FailedAsync(message, receipt);
        }
        catch (Exception exception)
        {
            // The message becomes visible again when its lease expires.
            Log.Unfinished(_log, message.MessageId, _queue.Name, Printable.FirstLine(exception));
        }
    }

    private async Task<bool> InvokeAsync(QueueMessage message, string text, CancellationToken aborting)
    {
        try
        {
            await using var scope = _services.CreateAsyncScope();
            await _invoker.InvokeAsync(scope.ServiceProvider, text, aborting);
            return true;
        }
        catch (OperationCanceledException) when (aborting.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            Log.Failed(_log, _function.Name, message.MessageId, message.DequeueCount, exception);
            return false;
        }
    }

    private string? Decode(string text)
    {
        if (!_options.IsBase64)
            return text;
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Function} failed on message {Id}, attempt {Attempt}.")]
        public static partial void Failed(
            ILogger logger,
            string function,
            string id,
            long attempt,
            Exception exception
        );

        [LoggerMessage(LogLevel.Warning, "Message {Id} of {Queue} could not be settled and will be retried: {Reason}")]
        public static partial void Unfinished(ILogger logger, string id, string queue, string reason);
    }
}
