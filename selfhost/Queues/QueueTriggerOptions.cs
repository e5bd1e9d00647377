namespace Hookwork.SelfHost.Queues;

/// <summary>How queue functions receive their messages.</summary>
/// <param name="BatchSize">The largest number of messages received in one request.</param>
/// <param name="NewBatchThreshold">The number of messages in progress at or below which the next batch is
/// received.</param>
/// <param name="MaxDequeueCount">How many attempts a message gets.</param>
/// <param name="Retry">How long a failed message stays hidden.</param>
/// <param name="Lease">How long a received message stays hidden, unless renewed.</param>
/// <param name="Polling">The longest interval between polls of an empty queue.</param>
/// <param name="IsBase64">Whether texts are Base64.</param>
internal sealed record QueueTriggerOptions(
    int BatchSize,
    int NewBatchThreshold,
    int MaxDequeueCount,
    TimeSpan Retry,
    TimeSpan Lease,
    TimeSpan Polling,
    bool IsBase64
);
