using System.Diagnostics;

namespace Hookwork.Telemetry;

/// <summary>
/// The traces of Hookwork: from a poll, or a pushed event, over the refresh of what it speaks of to each webhook that
/// comes of it. Where one function hands work to another, the W3C trace context goes along as <c>traceparent</c>, in
/// the message and in the row (https://www.w3.org/TR/trace-context/). While nobody listens, nothing is made and nothing
/// is kept.
/// </summary>
public static class HookworkTraces
{
    /// <summary>The name of the source to listen to.</summary>
    public const string Name = "Hookwork";

    /// <summary>The HTTP header of a trace context.</summary>
    public const string Header = "traceparent";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>
    /// What to keep with work that is handed on, so that it continues the trace of this moment; null where there is
    /// none.
    /// </summary>
    public static string? Traceparent =>
        Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Begins a span; null while nobody listens.</summary>
    /// <param name="name">What is done; one of few names, since traces are grouped by it.</param>
    /// <param name="traceparent">What was kept with the work; without it, or where it is none, the span belongs to the
    /// one around it, or begins a trace.</param>
    public static Activity? Start(string name, ActivityKind kind, string? traceparent = null) =>
        Source.StartActivity(
            name,
            kind,
            ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent) ? parent : default
        );

    /// <summary>Notes that the work of a span failed.</summary>
    public static void Failed(this Activity? span, string reason) => span?.SetStatus(ActivityStatusCode.Error, reason);
}
