using System.Diagnostics;

namespace Hookwork.Telemetry;

/// <summary>
/// Hookwork's traces: from a poll or a pushed event, through the refresh of its resources, to each resulting webhook.
/// Work queued between functions carries the W3C trace context as <c>traceparent</c>, in the message and in the row
/// (https://www.w3.org/TR/trace-context/). Without a listener, no span is created and nothing is stored.
/// </summary>
public static class HookworkTraces
{
    /// <summary>The name of the activity source.</summary>
    public const string Name = "Hookwork";

    /// <summary>The HTTP header of a trace context.</summary>
    public const string Header = "traceparent";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>
    /// The trace context to store with queued work, so that it continues the current trace; null if there is none.
    /// </summary>
    public static string? Traceparent =>
        Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Starts a span; null without a listener.</summary>
    /// <param name="name">The operation; one of few names, since traces are grouped by it.</param>
    /// <param name="traceparent">The context stored with the work. If missing or not valid, the span is a child of the
    /// current one, or starts a trace.</param>
    public static Activity? Start(string name, ActivityKind kind, string? traceparent = null) =>
        Source.StartActivity(
            name,
            kind,
            ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent) ? parent : default
        );

    /// <summary>Marks a span as failed.</summary>
    public static void Failed(this Activity? span, string reason) => span?.SetStatus(ActivityStatusCode.Error, reason);
}
