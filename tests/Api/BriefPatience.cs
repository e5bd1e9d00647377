namespace Hookwork.Tests.Api;

/// <summary>The system's clock, on which ten seconds pass at once.</summary>
internal sealed class BriefPatience : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(
            callback,
            state,
            dueTime == TimeSpan.FromSeconds(10) ? TimeSpan.FromMilliseconds(10) : dueTime,
            period
        );
}
