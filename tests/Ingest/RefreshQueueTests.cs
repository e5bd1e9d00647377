using Hookwork.Archive.Resources;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

public sealed class RefreshQueueTests
{
    [Fact]
    public async Task A_backlog_leaves_a_server_alone_that_has_asked_to_wait()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 150);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        var pipeline = deployment.Get<PatchworkPipeline>();
        var refresh = new Refresh(
            deployment.Get<Refresher>(),
            deployment.Get<RefreshQueue>(),
            pipeline,
            deployment.Get<ArchiveLag>()
        );
        await deployment.PollAsync();
        var messages = (await deployment.Archive.Refresh.ReceiveMessagesAsync(32)).Value;
        Assert.InRange(messages.Length, 2, 32);
        using var fault = patchwork.Faults.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(50)));

        foreach (var message in messages)
            await refresh.RunAsync(message.Body.ToString(), default);

        Assert.Equal(1, fault.Fired);
        clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(pipeline.Pause);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(100, 1, 4)]
    [InlineData(32, 200, 16)]
    [InlineData(1, 5000, 10)]
    public async Task What_is_sent_arrives_in_messages_that_fit(int resources, int events, int atLeast)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var items = Enumerable
            .Range(1, resources)
            .Select(id => new RefreshItem(ResourceKind.Patch, id, 14)
            {
                Events =
                [
                    .. Enumerable
                        .Range(id * 10_000, events)
                        .Select(number => new EventReference(
                            number,
                            "patch-state-changed",
                            "2025-12-01T16:55:16.000930",
                            "under-review"
                        )),
                ],
                Parts = Part.Detail | Part.Mbox,
                AsOf = DateTimeOffset.MaxValue,
            })
            .ToList();

        await deployment.Get<RefreshQueue>().SendAsync(items, TimeSpan.Zero, default);

        List<RefreshItem> received = [];
        var messages = 0;
        while (
            (await deployment.Archive.Refresh.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(1))).Value
                is { Length: > 0 } batch
        )
        {
            messages += batch.Length;
            received.AddRange(batch.SelectMany(message => RefreshQueue.Read(message.Body.ToString())!));
        }
        Assert.InRange(messages, atLeast, 100);
        var joined = RefreshItem.Join(received).OrderBy(item => item.Id).ToList();
        Assert.Equal(
            items.Select(item => (item.Id, item.Parts, item.AsOf)),
            joined.Select(item => (item.Id, item.Parts, item.AsOf))
        );
        Assert.All(items.Zip(joined), pair => Assert.Equal(pair.First.Events, pair.Second.Events));
    }

    [Fact]
    public void Events_of_a_patch_that_was_moved_stay_those_of_their_projects()
    {
        RefreshItem[] items = [Asked(14, 1), Asked(18, 2), Asked(14, 3)];

        Assert.Equal(
            [(14, "1 3"), (18, "2")],
            RefreshItem.Join(items).Select(item => (item.Project, string.Join(' ', item.Events.Select(e => e.Id))))
        );

        static RefreshItem Asked(long project, long e) =>
            new(ResourceKind.Patch, 7, project)
            {
                Events = [new EventReference(e, "patch-state-changed", "2025-12-01T16:55:16", null)],
            };
    }

    [Fact]
    public void A_series_comes_after_the_patches_that_complete_it()
    {
        RefreshItem[] items =
        [
            new(ResourceKind.Series, 5, 14) { Events = [Event(1, "series-created")] },
            new(ResourceKind.Patch, 7, 14) { Events = [Event(2, "patch-created")] },
            new(ResourceKind.Patch, 7, 14) { Events = [Event(3, "patch-completed")] },
            new(ResourceKind.Series, 5, 14) { Parts = Part.Detail },
            new(ResourceKind.Series, 6, 14) { Parts = Part.Detail },
            new(ResourceKind.Patch, 8, 14) { Events = [Event(4, "patch-created")] },
            new(ResourceKind.Series, 5, 14) { Events = [Event(5, "series-completed")] },
            new(ResourceKind.Patch, 9, 14) { Events = [Event(6, "patch-state-changed")] },
            new(ResourceKind.Patch, 7, 14) { Events = [Event(7, "check-created")] },
        ];

        Assert.Equal([7, 8, 5, 9, 6], RefreshItem.Join(items).Select(item => item.Id));

        static EventReference Event(long id, string category) => new(id, category, "2025-12-01T16:55:16", null);
    }

    [Fact]
    public async Task What_is_given_up_fits_however_many_events_asked_for_it()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var item = new RefreshItem(ResourceKind.Series, 1, 14)
        {
            Events =
            [
                .. Enumerable
                    .Range(1, 2000)
                    .Select(number => new EventReference(
                        number,
                        "series-completed",
                        "2025-12-01T16:55:16.000930",
                        null
                    )),
            ],
        };

        await deployment.Get<RefreshQueue>().GiveUpAsync(item, default);

        Assert.InRange(
            (await deployment.Archive.RefreshPoison.GetPropertiesAsync()).Value.ApproximateMessagesCount,
            2,
            10
        );
    }

    [Fact]
    public async Task What_walks_ask_for_again_and_again_is_given_up_once()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var queue = deployment.Get<RefreshQueue>();
        var item = new RefreshItem(ResourceKind.Patch, 1, 14) { Parts = Part.Detail };

        await queue.GiveUpAsync(item, default);
        await queue.GiveUpAsync(item, default);
        await queue.GiveUpAsync(item with { Id = 2 }, default);

        Assert.Equal(2, (await deployment.Archive.RefreshPoison.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("hello")]
    [InlineData("""[{"kind": "Tree", "id": 1, "project": 1}]""")]
    [InlineData("[null]")]
    public void What_is_no_message_of_ours_is_told_from_one(string text) => Assert.Null(RefreshQueue.Read(text));
}
