using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Api.Resources;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Hosting;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Api;

/// <summary>
/// A poller that stores the date of the last event it saw and never reads earlier events, as CI pollers do.
/// </summary>
public sealed class EventCursorTests
{
    private const int Events = 320;
    private const long Qemu = 14;
    private const long UBoot = 18;

    [Fact]
    public async Task Sees_every_event_once_whichever_instance_answers_while_events_are_finished_in_any_order()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        await using var one = await StartAsync(patchwork, null);
        await using var other = await StartAsync(patchwork, one.Storage);
        var poller = new Poller([one, other]);

        while (patchwork.Time.VisibleEvents is < Events)
        {
            patchwork.Time.Advance(80);
            await one.PollAsync();
            // Four workers finish events in any order.
            var work = Task.WhenAll(one.DrainAsync(2), other.DrainAsync(2));
            while (!work.IsCompleted)
            {
                await poller.PollAsync();
                await Task.Delay(20);
            }
            await work;
        }
        for (var deadline = Deadline.Start(); poller.Seen.Count < Events; deadline.Check())
        {
            await one.RunToIdleAsync();
            await poller.PollAsync();
            await Task.Delay(50);
        }

        Assert.Equal(poller.Seen.Distinct().Count(), poller.Seen.Count);
        Assert.Equal(Events, poller.Seen.Count);
        Assert.InRange(poller.Completed, 5, Events);
    }

    /// <param name="zone">The time zone of the server's clock; null if unknown.</param>
    [Theory]
    [InlineData(null)]
    [InlineData("UTC")]
    public async Task Sees_events_that_the_server_shows_as_late_as_they_are_held_back(string? zone)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        var dates = DatesOf(patchwork.Time, 36);
        var clock = new TestClock();
        clock.Set(dates[0]);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Patchwork:Projects"] = "qemu-devel",
            ["Patchwork:Since"] = "beginning",
            ["Patchwork:TimeZone"] = zone,
            ["Hookwork:HoldEvents"] = "00:02:00",
        };
        await using var one = await Deployment.StartAsync(patchwork.Url, null, clock, settings, Journaling);
        await using var other = await Deployment.StartAsync(patchwork.Url, one.Storage, clock, settings, Journaling);
        var poller = new Poller([one, other]);
        // Two polls, a minute apart, miss every third event, but not its neighbours.
        patchwork.Faults.Late = new LateEvents(Every: 3, Requests: 2);

        var (visible, late) = (0, 0);
        for (var deadline = Deadline.Start(); poller.Seen.Count < dates.Count; deadline.Check())
        {
            // A minute later; once no event is delayed, the time of the next event.
            clock.Advance(TimeSpan.FromMinutes(1));
            if (poller.Seen.Count == visible)
                clock.Set(dates[visible].AddSeconds(20));
            visible = dates.Count(date => date <= clock.GetUtcNow());
            patchwork.Time.VisibleEvents = visible;
            await one.PollAsync();
            await Task.WhenAll(one.DrainAsync(2), other.DrainAsync(2));
            late += visible - (int)(await one.Get<Progress>().StatusesAsync(default)).Values.Sum();
            await one.Get<Catalogs>().RenewAsync(Qemu, default);
            await other.Get<Catalogs>().RenewAsync(Qemu, default);
            await poller.PollAsync();
        }

        Assert.InRange(late, 9, dates.Count);
        Assert.Equal(poller.Seen.Distinct().Count(), poller.Seen.Count);

        // The journal must use the clock of storage, or followers miss its entries.
        static void Journaling(IServiceCollection services) =>
            services.AddSingleton(provider =>
                ActivatorUtilities.CreateInstance<Journal>(provider, TimeProvider.System)
            );
    }

    [Fact]
    public async Task Which_events_are_final_is_read_before_the_events()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 40);
        await using var one = await StartAsync(patchwork, null);
        await one.RunToIdleAsync();
        using var lease = await one.Get<Catalogs>().UseNewestAsync(Qemu, default);
        // As if the catalog caught up once it was looked at.
        var actor = new CatalogFilter(
            "actor",
            "",
            _ =>
            {
                lease.File.Settle(new SettledEvents(SettledEvents.None, null));
                return $"1";
            }
        );
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString($"?project={Qemu}&actor=1");
        var call = new ApiCall(context.Request, new ApiVersion("", 3), "http://localhost")
        {
            Projects = await one.Get<ProjectNames>().AllAsync(default),
        };

        var answer = await one.Get<CatalogLists>()
            .AnswerAsync(call, EventResource.List with { Filters = [CatalogFilter.Project, actor] }, default);

        Assert.NotEmpty(JsonNode.Parse(answer.Body.Span)!.AsArray());
    }

    [Fact]
    public async Task An_unfinished_event_holds_those_of_other_projects_back_from_a_poller_of_all()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 850);
        using var fault = patchwork.Faults.Add(Fault.ServerError, When.On("/patches/2175515/"));
        await using var one = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Hookwork:HoldEvents"] = "00:00:00",
                ["Patchwork:Projects"] = "qemu-devel,uboot",
                ["Patchwork:Since"] = "2026-01-08T12:30:00",
            }
        );
        // Between two checks in qemu-devel, there was a comment on a patch of uboot.
        foreach (var visible in new[] { 851, 852, 853 })
        {
            patchwork.Time.VisibleEvents = visible;
            await one.PollAsync();
        }
        foreach (var project in new[] { Qemu, UBoot })
            await one.Get<Catalogs>().RenewAsync(project, default);

        Assert.Equal([9100850, 9100852], await IdsAsync("&project=qemu-devel"));
        Assert.Equal([9100850], await IdsAsync(""));

        async Task<IEnumerable<long>> IdsAsync(string filter) =>
            (await Poller.GetAsync(one, $"/api/events/?order=date{filter}"))
                .AsArray()
                .Select(item => (long)item!["id"]!);
    }

    private static List<DateTimeOffset> DatesOf(TimeTravel time, int events)
    {
        List<DateTimeOffset> dates = [];
        for (time.VisibleEvents = 1; dates.Count < events; time.Advance())
            dates.Add(
                DateTimeOffset.Parse(
                    time.NewestVisibleDate!,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal
                )
            );
        time.VisibleEvents = 0;
        return dates;
    }

    private static Task<Deployment> StartAsync(RecordedPatchwork patchwork, string? storage) =>
        Deployment.StartAsync(
            patchwork.Url,
            storage,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Hookwork:HoldEvents"] = "00:00:00",
                ["Patchwork:Projects"] = "qemu-devel,uboot",
            }
        );

    private sealed class Poller(IReadOnlyList<Deployment> instances)
    {
        private string _cursor = "2000-01-01T00:00:00";
        private int _turn;

        public List<long> Seen { get; } = [];

        public int Completed { get; private set; }

        public async Task PollAsync()
        {
            // A date cursor covers one project: events wait only for events of the same project.
            var instance = instances[_turn++ % instances.Count];
            foreach (
                var item in (
                    await GetAsync(instance, $"/api/events/?order=date&per_page=250&project=qemu-devel&since={_cursor}")
                ).AsArray()
            )
            {
                Seen.Add((long)item!["id"]!);
                _cursor = DateTime
                    .Parse((string)item["date"]!, CultureInfo.InvariantCulture)
                    .AddMicroseconds(1)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
                if ((string?)item["category"] != "series-completed")
                    continue;
                Completed++;
                Assert.True(
                    (bool)
                        (await GetAsync(instance, $"/api/series/{item["payload"]!["series"]!["id"]}/"))["received_all"]!
                );
            }
        }

        public static async Task<JsonNode> GetAsync(Deployment instance, string path)
        {
            var at = path.IndexOf('?', StringComparison.Ordinal);
            using var body = new MemoryStream();
            var context = new DefaultHttpContext
            {
                RequestServices = instance.Get<IServiceProvider>(),
                Request =
                {
                    Method = "GET",
                    Scheme = "http",
                    Host = new HostString("localhost"),
                    Path = at < 0 ? path : path[..at],
                    QueryString = new QueryString(at < 0 ? "" : path[at..]),
                },
                Response = { Body = body },
            };
            await new Web(instance.Get<EndpointPipeline>()).RunAsync(context.Request);
            Assert.Equal(200, context.Response.StatusCode);
            return JsonNode.Parse(body.ToArray())!;
        }
    }
}
