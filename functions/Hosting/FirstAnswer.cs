namespace Hookwork.Hosting;

/// <summary>
/// Tells when this process has given its first answer. Work that the answer does not need waits for it.
/// </summary>
/// <param name="patience">The longest wait, since a process may be started for a timer or a queue. Zero if requests are
/// taken only after the start.</param>
public sealed class FirstAnswer(TimeSpan patience, TimeProvider time)
{
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether requests are taken during the start.</summary>
    public bool IsAwaited => patience > TimeSpan.Zero;

    /// <summary>Notes that a request was answered.</summary>
    public void Give() => _given.TrySetResult();

    /// <summary>Waits for the answer to the first request, if one comes.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(_given.Task, Task.Delay(patience, time, cancellationToken));
}
