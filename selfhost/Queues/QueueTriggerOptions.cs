namespace Hookwork.SelfHost.Queues;

/// <summary>How queue functions take their messages.</summary>
/// <param name="BatchSize">How many one look into the queue takes at most.</param>
/// <param name="NewBatchThreshold">The number of running messages at which the next batch is taken.</param>
/// <param name="MaxDequeueCount">How often a message is tried.</param>
/// <param name="Retry">How long a failed message stays hidden.</param>
/// <param name="Lease">How long a message stays hidden while it is worked on, unless renewed.</param>
/// <param name="Polling">The longest pause between two looks into an empty queue.</param>
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
