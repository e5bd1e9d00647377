using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Status;
using Hookwork.Patchwork;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Archive;

public sealed class EventLogTests
{
    [Fact]
    public async Task Records_more_events_than_one_transaction_takes_by_number_and_by_size()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var log = deployment.Get<EventLog>();
        var large = Encoding.UTF8.GetBytes($"\"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(90_000))}\"");
        var events = Enumerable
            .Range(1, 2300)
            .Select(id => new NewEvent(
                14,
                id,
                "patch-created",
                "2025-12-01T00:00:00",
                id <= 60 ? large : "{}"u8.ToArray(),
                "{}",
                id % 7 == 0 ? "It is bad." : null
            ))
            .ToList();

        await log.AddAsync(events, default);

        Assert.Equal(
            Enumerable.Range(1, 2300).Select(id => (long)id),
            (await log.KnownAsync(events.Select(item => (14L, item.Id)), default)).Order()
        );
        var open = await log.OpenAsync(14, default).ToListAsync();
        Assert.Equal(events.Where(item => item.Fault is null).Select(item => item.Id), open.Select(item => item.Id));
        var row = (
            await deployment.Archive.Events.GetEntityAsync<TableEntity>(Keys.EventBucket(14, 60), Keys.Id(60))
        ).Value;
        Assert.Equal(large, await PackedJson.ReadAsync(row, deployment.Archive, default));

        await log.FinishAsync([.. open.Select(item => new EventOutcome(14, item.Id, EventStatus.Done, null))], default);
        Assert.Empty(await log.OpenAsync(14, default).ToListAsync());
    }

    [Fact]
    public async Task The_transactions_of_a_page_of_events_are_under_way_together()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var log = new EventLog(storage, new Journal(storage, TimeProvider.System));
        var sent = 0;
        var together = new TaskCompletionSource();
        wire.Before = (request, cancelled) =>
        {
            if (!request.Contains("batch", StringComparison.Ordinal))
                return Task.CompletedTask;
            if (Interlocked.Increment(ref sent) == 3)
                together.SetResult();
            return together.Task.WaitAsync(Deadline.Span, cancelled);
        };

        await log.AddAsync(
            [
                .. Enumerable
                    .Range(1, 250)
                    .Select(id => new NewEvent(14, id, "patch-created", "", "{}"u8.ToArray(), "{}", null)),
            ],
            default
        );

        // Three with the unfinished events, then three with the events.
        Assert.Equal(6, sent);
        Assert.Equal(250, (await log.OpenAsync(14, default).ToListAsync()).Count);
    }

    [Fact]
    public async Task Which_events_of_several_projects_are_known_is_asked_together()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var asked = 0;
        var together = new TaskCompletionSource();
        wire.Before = (_, cancelled) =>
        {
            if (Interlocked.Increment(ref asked) == 3)
                together.SetResult();
            return together.Task.WaitAsync(Deadline.Span, cancelled);
        };

        var known = await new EventLog(storage, new Journal(storage, TimeProvider.System)).KnownAsync(
            [(14, 1), (18, 2), (19, 3)],
            default
        );

        Assert.Empty(known);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Events_that_two_take_in_at_once_are_recorded_once_and_worked_on()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        var storage = await TestAzurite.NewAccountAsync();
        await using var one = await Deployment.StartAsync(patchwork.Url, storage);
        await using var other = await Deployment.StartAsync(patchwork.Url, storage);
        var events = await one.Get<PatchworkClient>().EventsAsync(14, null, 1, null, default);

        // Pages that overlap, in both orders.
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(number =>
                    Task.Run(() =>
                        (number % 2 == 0 ? one : other)
                            .Get<EventIntake>()
                            .TakeAsync([.. events.Skip(number % 3 * 10).Take(40)], [], default)
                    )
                )
        );
        await one.DrainAsync();
        await one.RunToIdleAsync();

        Assert.Equal(60, (await one.Get<Progress>().CountAsync(default)).Events);
        Assert.Empty(await one.Get<EventLog>().OpenAsync(null, default).ToListAsync());
        ArchiveSnapshot.AssertEqual(await CleanArchive.SnapshotAsync(60), await ArchiveSnapshot.TakeAsync(one));
    }

    [Fact]
    public async Task A_transaction_that_storage_is_too_busy_for_is_submitted_again()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var busy = new BusyPolicy();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: busy);
        var log = deployment.Get<EventLog>();

        busy.Left = 2;
        await log.AddAsync([new NewEvent(14, 1, "patch-created", "", "{}"u8.ToArray(), "{}", null)], default);

        Assert.Equal(0, busy.Left);
        Assert.Equal(1, Assert.Single(await log.KnownAsync([(14, 1)], default)));
        Assert.Equal(1, Assert.Single(await log.OpenAsync(14, default).ToListAsync()).Id);
    }

    [Fact]
    public async Task An_event_that_a_slow_process_is_still_to_record_stays_in_the_list()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var log = deployment.Get<EventLog>();
        var item = new NewEvent(14, 1, "patch-created", "", "{}"u8.ToArray(), "{}", null);
        await deployment.Archive.Open.AddEntityAsync(item.Open);
        var open = await log.OpenAsync(14, default).ToListAsync();

        Assert.Empty(await log.SettleAsync(open, open[0].Since, default));
        Assert.Single(await log.OpenAsync(14, default).ToListAsync());

        // Long after: a crash came before it was recorded, and the server deleted it before the next poll.
        Assert.Empty(await log.SettleAsync(open, open[0].Since.AddSeconds(1), default));
        Assert.Empty(await log.OpenAsync(14, default).ToListAsync());
    }

    [Fact]
    public async Task The_oldest_of_many_unfinished_events_is_found_without_reading_all()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        await storage.Open.SubmitAsync(
            Enumerable
                .Range(1, 2100)
                .Select(id => Unfinished(14, id, "2025-12-02T00:00:00"))
                .Append(Unfinished(18, 5000, "2025-12-01T00:00:00"))
                .Select(item => new TableTransactionAction(TableTransactionActionType.Add, item.Open)),
            default
        );
        wire.Requests.Clear();

        var oldest = await new EventLog(storage, new Journal(storage, TimeProvider.System)).OldestOpenAsync(
            null,
            default
        );

        Assert.Equal("2025-12-01T00:00:00", oldest);
        Assert.Equal(2, wire.Requests.Count);

        static NewEvent Unfinished(long project, long id, string date) =>
            new(project, id, "patch-created", date, "{}"u8.ToArray(), "{}", null);
    }

    [Fact]
    public async Task Which_of_many_unfinished_events_are_pending_is_found_by_one_query()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var log = new EventLog(storage, new Journal(storage, TimeProvider.System));
        await log.AddAsync(
            [
                .. Enumerable
                    .Range(1, 50)
                    .Select(id => new NewEvent(14, id, "patch-created", "", "{}"u8.ToArray(), "{}", null)),
            ],
            default
        );
        var open = await log.OpenAsync(14, default).ToListAsync();
        await log.FinishAsync([new EventOutcome(14, 7, EventStatus.Done, null)], default);
        wire.Requests.Clear();

        var pending = await log.SettleAsync(open, default, default);

        Assert.Equal(open.Select(item => item.Id).Where(id => id != 7), pending.Select(item => item.Id));
        Assert.Single(wire.Requests, request => request.Contains("/Events(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_two_finish_leaves_the_list_once()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var log = deployment.Get<EventLog>();
        await log.AddAsync(
            [
                .. Enumerable
                    .Range(1, 50)
                    .Select(id => new NewEvent(14, id, "patch-created", "", "{}"u8.ToArray(), "{}", null)),
            ],
            default
        );

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(number =>
                    log.FinishAsync(
                        [
                            .. Enumerable
                                .Range(1 + number * 5, 15)
                                .Select(id => new EventOutcome(14, id, EventStatus.Done, null)),
                        ],
                        default
                    )
                )
        );

        Assert.Empty(await log.OpenAsync(14, default).ToListAsync());
        Assert.Equal(50, (await deployment.Get<Progress>().CountAsync(default)).Events);
    }

    [Fact]
    public async Task An_event_that_is_finished_meanwhile_leaves_the_others_marked_as_queued()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        var log = deployment.Get<EventLog>();
        await log.AddAsync(
            [
                .. Enumerable
                    .Range(1, 103)
                    .Select(id => new NewEvent(14, id, "patch-created", "", "{}"u8.ToArray(), "{}", null)),
            ],
            default
        );
        await log.FinishAsync([new EventOutcome(14, 102, EventStatus.Done, null)], default);
        wire.Requests.Clear();

        await log.QueuedAsync(
            Enumerable.Range(1, 103).Select(id => (14L, (long)id)),
            DateTimeOffset.UtcNow.AddHours(1),
            default
        );

        // A hundred in one transaction, then the other three together, which fails, and each alone.
        Assert.Equal(5, wire.Requests.Count(request => request.Contains("batch", StringComparison.Ordinal)));
        var open = await log.OpenAsync(14, default).ToListAsync();
        Assert.Equal(102, open.Count);
        Assert.DoesNotContain(open, item => item.Id == 102);
        Assert.All(open, item => Assert.True(item.Since > DateTimeOffset.UtcNow));
    }

    /// <summary>Answers transactions as Storage does while it is busy: with 202, and 503 in the body.</summary>
    private sealed class BusyPolicy : StoragePolicy
    {
        /// <summary>How many more.</summary>
        public int Left { get; set; }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (Left == 0 || !message.Request.Uri.Path.EndsWith("/$batch", StringComparison.Ordinal))
                return;
            Left--;
            var answer = message.Response.Content.ToString();
            message.Response.ContentStream = new MemoryStream(
                Encoding.UTF8.GetBytes(answer.Replace("HTTP/1.1 204", "HTTP/1.1 503", StringComparison.Ordinal))
            );
        }
    }
}
