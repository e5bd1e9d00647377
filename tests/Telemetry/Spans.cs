using System.Collections.Concurrent;
using System.Diagnostics;
using Hookwork.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Hookwork.Tests.Telemetry;

/// <summary>Records the spans that end during its lifetime, including those of parallel tests.</summary>
internal sealed class Spans : IDisposable
{
    private readonly TracerProvider _provider;

    public Spans() =>
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(HookworkTraces.Name)
            .AddProcessor(new SimpleActivityExportProcessor(new MemoryExporter(Ended)))
            .Build();

    public ConcurrentQueue<Activity> Ended { get; } = new();

    /// <summary>The span that a <c>traceparent</c> names.</summary>
    public Activity Of(string traceparent)
    {
        var context = ActivityContext.Parse(traceparent, null);
        return Assert.Single(Ended, span => span.SpanId == context.SpanId && span.TraceId == context.TraceId);
    }

    public Activity ParentOf(Activity span) =>
        Assert.Single(Ended, other => other.SpanId == span.ParentSpanId && other.TraceId == span.TraceId);

    public IReadOnlyList<Activity> ChildrenOf(Activity span) =>
        [.. Ended.Where(other => other.ParentSpanId == span.SpanId && other.TraceId == span.TraceId)];

    public void Dispose() => _provider.Dispose();

    private sealed class MemoryExporter(ConcurrentQueue<Activity> ended) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
                ended.Enqueue(span);
            return ExportResult.Success;
        }
    }
}
