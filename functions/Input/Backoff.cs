namespace Hookwork.Input;

/// <summary>Exponential backoff: waits that double with each failure.</summary>
public static class Backoff
{
    /// <summary>A wait, without jitter.</summary>
    /// <param name="times">How many waits there were before it.</param>
    /// <param name="first">The first wait.</param>
    /// <param name="longest">The longest wait.</param>
    public static TimeSpan After(int times, TimeSpan first, TimeSpan longest) =>
        new((long)Math.Min(first.Ticks * Math.Pow(2, times), longest.Ticks));
}
