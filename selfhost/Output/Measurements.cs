using System.Diagnostics.Metrics;
using Hookwork.Telemetry;

namespace Hookwork.SelfHost.Output;

/// <summary>The app's metrics since its start, read from its meter.</summary>
internal sealed class Measurements : IDisposable
{
    private const string EventsDone = "hookwork.events.done";
    private const string PatchesStored = "hookwork.patches.stored";
    private const string Lag = "hookwork.lag";

    private readonly MeterListener _listener = new();
    private long _events;
    private long _patches;
    private double? _lag;

    public Measurements()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == HookworkMeter.Name && instrument.Name is EventsDone or PatchesStored or Lag)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Note(instrument, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Note(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Note(instrument, value));
        _listener.Start();
    }

    /// <summary>
    /// The current values. The lag is the largest that the app reports; <see langword="null"/> if it reports none.
    /// </summary>
    public (long Events, long Patches, TimeSpan? Lag) Read()
    {
        _lag = null;
        _listener.RecordObservableInstruments();
        return (
            Interlocked.Read(ref _events),
            Interlocked.Read(ref _patches),
            _lag is { } lag ? TimeSpan.FromSeconds(lag) : null
        );
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value)
    {
        switch (instrument.Name)
        {
            case EventsDone:
                Interlocked.Add(ref _events, (long)value);
                break;
            case PatchesStored:
                Interlocked.Add(ref _patches, (long)value);
                break;
            case Lag when !double.IsNaN(value) && value < TimeSpan.MaxValue.TotalSeconds && !(_lag > value):
                _lag = value;
                break;
        }
    }
}
