namespace Hookwork.Recorded.Http;

/// <summary>The combined faults of one request.</summary>
internal readonly struct FaultPlan(ActiveFault[] faults)
{
    public TimeSpan Latency => new(faults.Sum(active => active.Fault.Latency.Ticks));

    /// <summary>The worst ending.</summary>
    public Ending Ending => faults.Length == 0 ? Ending.Whole : faults.Max(active => active.Fault.Ending);

    /// <summary>The response that replaces the real one; null without such a fault.</summary>
    public Answer? Instead(Call call, DateTimeOffset now) =>
        Array.Find(faults, active => active.Fault.Instead is not null)?.Fault.Instead!(call, now);

    /// <summary>Applies the faults to a response.</summary>
    public Answer Change(Answer answer)
    {
        foreach (var active in faults)
            answer = active.Fault.Change?.Invoke(answer, active.Random) ?? answer;
        return answer;
    }
}
