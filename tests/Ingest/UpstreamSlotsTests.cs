using System.Text.Json.Nodes;
using Azure;
using Hookwork.Api.Writing;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Ingest;

public sealed class UpstreamSlotsTests
{
    /// <summary>The messages of a backlog wait in up to forty instances.</summary>
    [Fact]
    public void A_message_that_waits_long_for_a_slot_asks_less_often()
    {
        var (waited, tries) = (TimeSpan.Zero, 0);
        for (; waited < TimeSpan.FromMinutes(1); tries++)
            waited += UpstreamSlots.PauseAfter(tries);

        Assert.Equal(TimeSpan.FromMilliseconds(100), UpstreamSlots.PauseAfter(0));
        Assert.InRange(tries, 15, 25);
    }

    /// <summary>Whether its own instance holds the slot or another one.</summary>
    [Fact]
    public async Task A_message_that_gets_no_slot_gives_up_and_another_gets_it_once_it_is_free()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await WithOneSlotAsync(patchwork);
        var slots = deployment.Get<UpstreamSlots>();
        var others = new UpstreamSlots(deployment.Get<ArchiveStorage>(), deployment.Get<PatchworkSettings>());
        var slot = await slots.TakeAsync(default);

        Assert.Null(await slots.WaitAsync(TimeSpan.FromSeconds(1), default));
        Assert.Null(await others.WaitAsync(TimeSpan.FromSeconds(1), default));
        await slot.DisposeAsync();

        await using var taken = await others.WaitAsync(Deadline.Span, default);
        Assert.NotNull(taken);
    }

    [Fact]
    public async Task A_poll_is_behind_one_message_of_a_backlog_and_not_behind_all()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await WithOneSlotAsync(patchwork);
        var slots = deployment.Get<UpstreamSlots>();
        var slot = await slots.TakeAsync(default);
        var messages = Enumerable.Range(0, 3).Select(_ => slots.WaitAsync(Deadline.Span, default)).ToList();
        var poll = slots.TakeAsync(default);

        await slot.DisposeAsync();
        await (await messages[0])!.DisposeAsync();

        await using (await poll.WaitAsync(Deadline.Span))
            Assert.DoesNotContain(messages.Skip(1), message => message.IsCompleted);
        foreach (var message in messages.Skip(1))
            await (await message)!.DisposeAsync();
    }

    /// <summary>Its sender waits for the answer.</summary>
    [Fact]
    public async Task What_little_a_push_brings_is_queued_while_every_slot_is_taken()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        await using var deployment = await WithOneSlotAsync(patchwork);
        await deployment.RunToIdleAsync();
        var (fastPath, asked) = (deployment.Get<FastPath>(), patchwork.Requests.Count);
        RefreshItem[] few =
        [
            new RefreshItem(ResourceKind.Patch, 2170000, 14) { Parts = Part.Detail, AsOf = DateTimeOffset.MaxValue },
        ];

        await using (await deployment.Get<UpstreamSlots>().TakeAsync(default))
            await fastPath.RunAsync(few, default);

        Assert.Equal(asked, patchwork.Requests.Count);
        Assert.Single((await deployment.Archive.Refresh.PeekMessagesAsync()).Value);
        await fastPath.RunAsync(few, default);
        Assert.NotEqual(asked, patchwork.Requests.Count);
    }

    /// <summary>A poll waits for the first slot that becomes free. On the fast path time is left to announce.</summary>
    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 2)]
    public async Task A_slow_server_keeps_a_slot_for_ten_seconds_and_an_item_and_on_the_fast_path_for_five(
        bool onFastPath,
        int left
    )
    {
        long[] patches = [2170000, 2170001, 2170002, 2170003, 2170004];
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        var (clock, answering) = (new HastyClock(), TimeSpan.Zero);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            handler: () => new SlowHandler(() => clock.Skip(answering))
        );
        await deployment.RunToIdleAsync();
        answering = TimeSpan.FromSeconds(4);

        List<RefreshItem> items =
        [
            .. patches.Select(id => new RefreshItem(ResourceKind.Patch, id, 14)
            {
                Parts = Part.Detail,
                AsOf = DateTimeOffset.MaxValue,
            }),
        ];
        await (
            onFastPath
                ? deployment.Get<FastPath>().RunAsync(items, default)
                : deployment.Get<Refresher>().RunAsync(items, default)
        );

        var queued = (await deployment.ReceiveAsync()).Select(item => item.Id).ToList();
        Assert.DoesNotContain(patches[0], queued);
        Assert.Contains(patches[left], queued);
    }

    [Fact]
    public async Task A_slot_that_could_not_be_renewed_is_renewed_later_and_can_be_taken_again()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var wire = new Wire();
        await using var deployment = await WithOneSlotAsync(patchwork, wire);
        var slots = deployment.Get<UpstreamSlots>();
        var slot = await slots.TakeAsync(default);
        var (tries, renewed) = (0, new TaskCompletionSource());
        wire.Before = (request, _) =>
        {
            if (!request.Contains("comp=lease", StringComparison.Ordinal))
                return Task.CompletedTask;
            // As an identity does whose token is not renewed.
            if (++tries == 1)
                throw new InvalidOperationException("There is no token.");
            renewed.TrySetResult();
            return Task.CompletedTask;
        };
        await renewed.Task.WaitAsync(Deadline.Span);

        await slot.DisposeAsync();

        await using var again = await slots.TakeAsync(default).WaitAsync(Deadline.Span);
    }

    /// <summary>A write is answered after it. Its storage request may get no answer for minutes.</summary>
    [Fact]
    public async Task Nobody_waits_for_long_for_the_release_of_a_slot()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var wire = new Wire();
        await using var deployment = await WithOneSlotAsync(patchwork, wire);
        var slot = await deployment.Get<UpstreamSlots>().TakeAsync(default);
        wire.Before = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        await slot.DisposeAsync().AsTask().WaitAsync(Deadline.Span);
        wire.Before = null;
    }

    /// <summary>A message that asks so often in vain waits for longer than the answer to a write does.</summary>
    [Fact]
    public async Task The_refresh_of_a_write_does_not_let_messages_go_first()
    {
        const long Patch = 2170000;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        var wire = new Wire();
        await using var deployment = await WithOneSlotAsync(patchwork, wire);
        await deployment.RunToIdleAsync();
        var leases = 0;
        // The write takes the slot and frees it. Then another instance has it for a while.
        wire.Before = (request, _) =>
            request.Contains("comp=lease", StringComparison.Ordinal) && ++leases is > 2 and < 20
                ? throw new RequestFailedException(409, "Another instance has the slot.")
                : Task.CompletedTask;

        var answer = await deployment
            .Get<Writes>()
            .ForwardAsync(
                new WriteRequest(
                    HttpMethod.Patch,
                    $"api/patches/{Patch}/",
                    """{"state": "accepted"}"""u8.ToArray(),
                    "application/json",
                    "application/json",
                    "Token amara-token"
                ),
                ResourceKind.Patch,
                Patch,
                Part.Detail,
                default
            );

        Assert.True(answer.IsSuccess);
        Assert.True(leases >= 20, $"Slots were asked for {leases} times only");
        var archived = await deployment.Get<ResourceStore>().JsonAsync(ResourceKind.Patch, Patch, default);
        Assert.Equal("accepted", (string?)JsonNode.Parse(archived!)!["state"]);
    }

    private static Task<Deployment> WithOneSlotAsync(RecordedPatchwork patchwork, Wire? wire = null) =>
        Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Parallel"] = "1" },
            policy: wire
        );
}
