using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Ingest;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// The lag as <c>/status</c> and the metric show it. The metric is the process's, so no other test may run.
/// </summary>
[Collection(nameof(ArchiveLagTests))]
[CollectionDefinition(nameof(ArchiveLagTests), DisableParallelization = true)]
public sealed class ArchiveLagTests
{
    private const long Qemu = 14;

    private readonly TestClock _clock = new(stands: true);

    [Fact]
    public async Task An_idle_project_has_no_lag_and_says_how_old_its_last_poll_is()
    {
        await using var patchwork = await StartServerAsync(20);
        await using var deployment = await FollowAsync(patchwork);
        await deployment.RunToIdleAsync();
        await deployment.PollAsync();
        for (var minute = 0; minute < 3; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal((0, 60), await LagAsync(deployment));
            Assert.Equal(0, Metric());
            await deployment.PollAsync();
            Assert.Equal((0, 0), await LagAsync(deployment));
        }
    }

    [Fact]
    public async Task While_events_are_pending_the_lag_is_since_the_oldest_of_them()
    {
        await using var patchwork = await StartServerAsync(20);
        await using var deployment = await FollowAsync(patchwork);
        await deployment.RunToIdleAsync();
        patchwork.Time.Advance(120);
        _clock.Follow(patchwork.Time);

        await deployment.PollAsync();

        var oldest = await deployment.Get<EventLog>().OldestOpenAsync(Qemu, default);
        var expected = (_clock.GetUtcNow() - Utc(oldest!)).TotalSeconds;
        Assert.InRange(expected, 3600, double.MaxValue);
        Assert.Equal(expected, (await LagAsync(deployment)).Lag, 0.001);
        Assert.Equal(expected, Metric(), 0.001);

        await deployment.DrainAsync();
        await deployment.Get<ArchiveLag>().MeasureAsync([Qemu], default);
        Assert.Equal((0, 0), await LagAsync(deployment));
        Assert.Equal(0, Metric());
    }

    [Fact]
    public async Task In_an_unknown_zone_the_newest_event_counts_as_read_when_it_happened()
    {
        await using var patchwork = await StartServerAsync(20);
        await using var deployment = await FollowAsync(patchwork, zone: null);
        await deployment.RunToIdleAsync();
        patchwork.Time.Advance(120);
        _clock.Follow(patchwork.Time);
        // Nine hours ahead of what the host takes the dates for.
        _clock.Advance(TimeSpan.FromHours(-9));

        await deployment.PollAsync();

        var oldest = await deployment.Get<EventLog>().OldestOpenAsync(Qemu, default);
        var expected = (Utc(patchwork.Time.NewestVisibleDate!) - Utc(oldest!)).TotalSeconds;
        Assert.Equal(expected, (await LagAsync(deployment)).Lag, 0.001);
    }

    [Fact]
    public async Task Without_a_good_poll_the_lag_grows_from_the_last_one()
    {
        await using var patchwork = await StartServerAsync(20);
        await using var deployment = await FollowAsync(patchwork);
        await deployment.RunToIdleAsync();
        patchwork.Faults.Add(Fault.Unavailable());
        _clock.Advance(TimeSpan.FromMinutes(1));
        await deployment.PollAsync();

        Assert.Equal((60, 60), await LagAsync(deployment));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((120, 120), await LagAsync(deployment));
        Assert.Equal(120, Metric());

        patchwork.Faults.Clear();
        await deployment.RunToIdleAsync();
        Assert.Equal((0, 0), await LagAsync(deployment));
        // A process that polls no more reports no failure.
        _clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal((16 * 60, 16 * 60), await LagAsync(deployment));
    }

    [Fact]
    public async Task After_a_refresh_the_unfinished_events_of_all_projects_are_not_read()
    {
        var wire = new Wire();
        await using var patchwork = await StartServerAsync(20);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        var lag = deployment.Get<ArchiveLag>();
        lag.Measure(new Cursor { Project = Cursor.AllProjects }, new Dictionary<long, string>());

        await lag.MeasureAsync([Qemu], default);

        Assert.DoesNotContain(wire.Requests, request => request.Contains("/Open(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_that_is_polled_with_all_others_has_no_lag_of_its_own()
    {
        await using var patchwork = await StartServerAsync(20);
        await using var deployment = await FollowAsync(patchwork);
        var lag = deployment.Get<ArchiveLag>();
        var polled = new Cursor { Project = Qemu, CaughtUpAt = _clock.GetUtcNow() };
        lag.Measure(polled, new Dictionary<long, string>());
        Assert.Equal(0, Metric());

        lag.Measure(polled with { Project = Cursor.AllProjects }, new Dictionary<long, string>());

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(Measured());
    }

    private async Task<RecordedPatchwork> StartServerAsync(int events)
    {
        var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: events);
        _clock.Follow(patchwork.Time);
        return patchwork;
    }

    private Task<Deployment> FollowAsync(RecordedPatchwork patchwork, string? zone = "UTC") =>
        Deployment.StartAsync(
            patchwork.Url,
            time: _clock,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Patchwork:Projects"] = "qemu-devel",
                ["Patchwork:TimeZone"] = zone,
            }
        );

    private static async Task<(double Lag, double LastPoll)> LagAsync(Deployment deployment)
    {
        await using var server = await ServedDeployment.StartAsync(deployment);
        var project = JsonNode.Parse(await server.Client.GetStringAsync("/status"))!["projects"]![0]!;
        return ((double)project["lagSeconds"]!, (double)project["lastPollSeconds"]!);
    }

    private static double Metric() => Measured()!.Value;

    /// <summary>The metric of the project; null if it has none.</summary>
    private static double? Measured()
    {
        double? lag = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Hookwork", Name: "hookwork.lag" })
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>(
            (_, value, tags, _) =>
            {
                if (tags[0].Value is Qemu)
                    lag = value;
            }
        );
        listener.Start();
        listener.RecordObservableInstruments();
        return lag;
    }

    private static DateTimeOffset Utc(string date) =>
        DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
