using System.Diagnostics.Metrics;

namespace Hookwork.Tests;

/// <summary>Counts the HTTP requests that this process sends to some ports, retries included.</summary>
internal sealed class WireCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public WireCount(params int[] ports)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(
            (_, _, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag is { Key: "server.port", Value: int port } && ports.Contains(port))
                        Interlocked.Increment(ref _count);
                }
            }
        );
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
