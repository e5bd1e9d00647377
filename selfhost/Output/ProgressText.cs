using System.Globalization;

namespace Hookwork.SelfHost.Output;

/// <summary>
/// The progress line: events done, patches stored, the rate over the last five seconds, the lag behind upstream.
/// </summary>
internal sealed class ProgressText
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastLag = TimeSpan.FromSeconds(1);

    private readonly Queue<(TimeSpan At, long Events)> _samples = new();
    private readonly List<long> _rates = [];

    /// <summary>Adds a sample.</summary>
    /// <param name="at">The time since the start.</param>
    /// <param name="events">The events done by then.</param>
    /// <param name="patches">The patches stored by then.</param>
    /// <param name="lag">How far the app is behind upstream.</param>
    public void Add(TimeSpan at, long events, long patches, TimeSpan? lag)
    {
        _samples.Enqueue((at, events));
        while (_samples.Count > 2 && at - _samples.Peek().At > Window)
            _samples.Dequeue();
        var (since, before) = _samples.Peek();
        var rate = at > since ? (events - before) / (at - since).TotalSeconds : 0;
        _rates.Add((long)rate);
        if (_rates.Count > 30)
            _rates.RemoveAt(0);
        News = (events, patches, lag >= LeastLag);
        Line = string.Create(
            CultureInfo.InvariantCulture,
            $"{events:N0} events done, {patches:N0} patches stored, {rate:N0} events/s, {Behind(lag)}"
        );
    }

    /// <summary>The newest line.</summary>
    public string Line { get; private set; } = "starting";

    /// <summary>What makes a line worth printing when it changes.</summary>
    public (long Events, long Patches, bool IsBehind) News { get; private set; }

    /// <summary>The last 30 rates as a row of bars.</summary>
    public string Bars
    {
        get
        {
            var most = Math.Max(1, _rates.DefaultIfEmpty().Max());
            return string.Concat(_rates.Select(rate => Levels[(int)(rate * (Levels.Length - 1) / most)]));
        }
    }

    private static string Behind(TimeSpan? lag) =>
        lag switch
        {
            null => "lag unknown",
            { } none when none < LeastLag => "no lag",
            { TotalMinutes: < 2 } span => Behind(span.TotalSeconds, "s"),
            { TotalHours: < 2 } span => Behind(span.TotalMinutes, "min"),
            { TotalDays: < 2 } span => Behind(span.TotalHours, "h"),
            { } span => Behind(span.TotalDays, "days"),
        };

    private static string Behind(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {unit} behind");
}
